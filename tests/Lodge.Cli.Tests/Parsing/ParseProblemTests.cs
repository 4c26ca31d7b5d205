using Lodge.Cli.App;
using Lodge.Cli.Tests.Support;

namespace Lodge.Cli.Tests.Parsing;

public sealed class ParseProblemTests
{
    [Theory]
    [InlineData("strat x", "strat is not a lodge command. Did you mean start?")]
    [InlineData("frobnicate", "'frobnicate' is not a lodge command.")]
    [InlineData("image biuld tiny", "biuld is not a lodge image command. Did you mean build?")]
    [InlineData("image", "'lodge image' needs to know what to do: list, info, pull, build, import, delete.")]
    [InlineData("start --pausd x", "--pausd is not an option of lodge start. Did you mean --paused?")]
    [InlineData("list --jsn", "--jsn is not an option of lodge list. Did you mean --json?")]
    [InlineData("launch tiny --memroy=1G", "--memroy is not an option of lodge launch. Did you mean --memory?")]
    [InlineData("info", "'lodge info' needs a NAME.")]
    [InlineData("jobs cancel", "'lodge jobs cancel' needs an ID.")]
    [InlineData("start", "'lodge start' needs a NAME, or --all.")]
    [InlineData("list web1", "'web1' is more than 'lodge list' takes.")]
    [InlineData("rename a b c", "'c' is more than 'lodge rename' takes.")]
    [InlineData("stop web1 --timeout", "--timeout needs a value: --timeout DURATION.")]
    [InlineData("stop web1 --timeout soon", "--timeout must be a duration such as 90s, 5m or 1h, not 'soon'.")]
    [InlineData("stop web1 --timeout 0s", "--timeout must be from 1s to 1d.")]
    [InlineData("stop web1 --then murder", "--then must be one of fail, kill, not 'murder'.")]
    [InlineData("stop web1 --then kill --then fail", "--then is there more than once.")]
    [InlineData("launch tiny --cpus 0", "--cpus must be a whole number from 1 to 4,096, not '0'.")]
    [InlineData("launch tiny --memory lots", "--memory must be a size such as 512M or 1GiB, not 'lots'.")]
    [InlineData("launch", "'lodge launch' needs an IMAGE, --disk or --kernel to boot from.")]
    [InlineData("launch --disk x.raw,fromat=raw", "--disk does not understand 'fromat=raw'. Did you mean format?")]
    [InlineData("launch --disk x.raw,format=vmdk", "--disk: format must be raw or qcow2, not 'vmdk'.")]
    [InlineData("list --running --stopped", "--running and --stopped exclude each other.")]
    [InlineData("save web1 --wait --no-wait", "--wait and --no-wait exclude each other.")]
    [InlineData("completion bsh", "There is no completion for the shell 'bsh'. Did you mean bash?")]
    public async Task Mistake_on_the_command_line_is_named_and_nothing_is_sent(string line, string message)
    {
        await using var api = await FakeApi.StartAsync();
        var said = await CommandLine.RunAsync(api, line.Split(' '));

        Assert.Equal(ExitStatus.Usage, said.Status);
        Assert.StartsWith($"lodge: {message}\n  → ", said.Error, StringComparison.Ordinal);
        Assert.Empty(said.Out);
        Assert.Empty(api.Requests);
    }
}
