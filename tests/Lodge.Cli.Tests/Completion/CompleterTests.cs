using System.Diagnostics;
using Lodge.Api.Contracts;
using Lodge.Cli.App;
using Lodge.Cli.Completion;
using Lodge.Cli.Tests.Support;
using Lodge.Model.Vms.States;

namespace Lodge.Cli.Tests.Completion;

public sealed class CompleterTests
{
    [Fact]
    public async Task Names_of_vms_that_fit_the_command_are_offered()
    {
        await using var api = await FakeApi.StartAsync();
        api.On<IReadOnlyList<VmSummary>>(
            "GET /v1/vms",
            [
                Samples.Row("web1", VmState.Running, VmReason.Booted, TimeSpan.Zero),
                Samples.Row("web2", VmState.Stopped, VmReason.Killed, TimeSpan.Zero),
                Samples.Row("db", VmState.Running, VmReason.Booted, TimeSpan.Zero),
            ],
            ApiJson.Default.IReadOnlyListVmSummary);

        Assert.Equal("web1\trunning\n", (await CommandLine.RunAsync(api, "__complete", "stop", "w")).Out);
        Assert.Equal("web2\tstopped (killed)\n", (await CommandLine.RunAsync(api, "__complete", "start", "w")).Out);
        Assert.Equal("web1\trunning\n", (await CommandLine.RunAsync(null, "__complete", "--socket", api.Socket, "stop", "--then", "kill", "w")).Out);
    }

    [Fact]
    public async Task Nothing_is_said_when_the_daemon_is_away()
    {
        Assert.Equal(new(ExitStatus.Ok, "", ""), await CommandLine.RunAsync(null, "__complete", "stop", ""));
        Assert.Equal(new(ExitStatus.Ok, "", ""), await CommandLine.RunAsync(null, "__complete", "--socket", "/a", "--url", "x", "stop", ""));
    }

    [Theory]
    [InlineData("lodge sta", "start")]
    [InlineData("lodge stop web1 --then=k", "kill")]
    [InlineData("lodge image bu", "build")]
    public async Task Bash_completes_through_the_script(string line, string expected)
    {
        var script = CompletionScripts.For("bash") + $$"""
            read -ra COMP_WORDS <<< '{{line.Replace("=", " = ")}}'
            COMP_CWORD=$(( ${#COMP_WORDS[@]} - 1 ))
            _lodge '{{Executable}}'
            printf '%s\n' "${COMPREPLY[@]}"
            """;
        using var bash = Process.Start(new ProcessStartInfo("bash", ["-c", script]) { RedirectStandardOutput = true })!;
        Assert.Equal(expected, (await bash.StandardOutput.ReadToEndAsync()).Trim());
    }

    [Theory]
    [InlineData("zsh")]
    [InlineData("fish")]
    public async Task Other_shells_can_parse_their_scripts(string shell)
    {
        Assert.SkipUnless(File.Exists($"/usr/bin/{shell}"), $"{shell} is not installed.");
        using var process = Process.Start(new ProcessStartInfo(shell, ["-n"]) { RedirectStandardInput = true, RedirectStandardError = true })!;
        await process.StandardInput.WriteAsync(CompletionScripts.For(shell));
        process.StandardInput.Close();
        Assert.Equal("", await process.StandardError.ReadToEndAsync());
    }

    private static string Executable => Path.Combine(AppContext.BaseDirectory, "lodge");
}
