using System.CommandLine;
using Lodge.Cli.App;
using Lodge.Cli.Help;
using Lodge.Cli.Rendering;
using Lodge.Cli.Tests.Support;

namespace Lodge.Cli.Tests.Help;

public sealed class HelpTextTests
{
    public static TheoryData<string> Paths => [.. Verbs.All().Select(verb => verb.Path)];

    [Theory]
    [MemberData(nameof(Paths))]
    public void Help_of_each_command_is_as_agreed(string path)
    {
        var verb = Verbs.All().Single(verb => verb.Path == path).Command;
        GoldenFile.Matches($"help/{path.Replace(' ', '-')}.txt", HelpText.Render(path, verb, Style.Plain));
    }

    [Fact]
    public void Each_command_that_does_something_has_examples_which_parse()
    {
        foreach (var (path, command) in Verbs.All().Where(verb => verb.Command.Handler is not null))
        {
            Assert.NotEmpty(command.Examples);
            foreach (var example in command.Examples)
            {
                Assert.Contains(path, example.Line.Replace("lodge ls", "lodge list"), StringComparison.Ordinal);
                var line = example.Line[(example.Line.IndexOf("lodge ", StringComparison.Ordinal) + 6)..].Split(" | ")[0].TrimEnd(')').Replace('\'', '"');
                Assert.Null(Lodge.Cli.Parsing.ParseProblem.Find(CommandTree.Create().Parse(line)));
            }
        }
    }

    [Fact]
    public async Task Help_of_a_command_needs_no_daemon_and_no_arguments()
    {
        var asked = await CommandLine.RunAsync(null, "start", "--help");
        var old = await CommandLine.RunAsync(null, "help", "start");

        Assert.Equal(ExitStatus.Ok, asked.Status);
        Assert.StartsWith("Start stopped VMs", asked.Out, StringComparison.Ordinal);
        Assert.Equal(asked, old);
    }
}
