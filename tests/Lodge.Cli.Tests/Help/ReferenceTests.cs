using System.Text;
using Lodge.Cli.App;
using Lodge.Cli.Help;
using Lodge.Cli.Tests.Support;

namespace Lodge.Cli.Tests.Help;

public sealed class ReferenceTests
{
    [Fact]
    public void Reference_of_the_command_line_is_what_the_command_tree_says() =>
        GoldenFile.MatchesInRepository("docs/reference/cli.md", Markdown());

    private static string Markdown()
    {
        var text = new StringBuilder("""
            # The command line

            <!-- Written by a test from the command tree: LODGE_UPDATE_GOLDEN=1 dotnet run --project tests/Lodge.Cli.Tests -->

            `lodge VERB [NAME] [options]` talks to a daemon over its REST API; everything that it does a script can do
            through that API too. A VM is named by its name or its id.

            ## Which daemon

            The first of these that is there: `--socket PATH`, `--url URI` or `--root DIR` on the command line; the
            environment variable `LODGE_SOCKET` (a path, `unix:PATH` or `https://HOST:PORT`); `/run/lodge/api.sock` for
            root and for everybody who may open it; `$XDG_RUNTIME_DIR/lodge/api.sock`.

            ## Output

            Results go to stdout, errors, notices and progress to stderr. An error is two lines: `lodge: ` and what
            happened, then `→` and what to do. Colours and progress bars appear on a terminal only; `NO_COLOR` and
            `--no-color` switch colours off, `--quiet` switches notices and progress off.

            With `--json` results are the API's JSON, one document a line (one a VM, where a command takes several), and
            errors are `application/problem+json` on stderr.

            Sizes are written `512M`, `1GiB` or `1.5G` (units of 1,024), durations `90s`, `5m`, `1h30m` or `250ms`.

            ## Exit statuses

            | status | meaning |
            |---|---|

            """.ReplaceLineEndings("\n"));
        foreach (var (status, meaning) in ExitStatuses.All)
        {
            text.Append($"| {(int)status} | {meaning} |\n");
        }

        text.Append("\nA command for several VMs tries all of them, and ends with the highest status of any.\n\n## Options of every command\n\n");
        AppendOptions(text, GlobalOptions.All);
        text.Append("## Commands\n\n");
        foreach (var (path, command) in Verbs.All().Skip(1))
        {
            Append(text, path, command);
        }

        return text.ToString().TrimEnd('\n') + "\n";
    }

    private static void Append(StringBuilder text, string path, Verb command)
    {
        text.Append($"### {path}\n\n{command.Description}\n\n");
        if (command.Notes is { } notes)
        {
            text.Append(notes).Append("\n\n");
        }

        text.Append("```\n").AppendJoin("\n", Usage.Lines(path, command)).Append("\n```\n\n");
        if (command.Aliases.Count > 0)
        {
            text.Append($"Also: `lodge {string.Join("`, `lodge ", command.Aliases)}`\n\n");
        }

        foreach (var argument in command.Arguments)
        {
            text.Append($"- `{argument.Name}`: {argument.Description}\n");
        }

        text.Append(command.Arguments.Count > 0 ? "\n" : "");
        AppendOptions(text, Usage.OwnOptions(command));
        foreach (var example in command.Examples)
        {
            text.Append($"    # {example.Meaning}\n    {example.Line}\n");
        }

        text.Append(command.Examples.Count > 0 ? "\n" : "");
    }

    private static void AppendOptions(StringBuilder text, IEnumerable<System.CommandLine.Option> options)
    {
        var rows = options.Select(option => $"| `{Usage.Label(option).Replace("|", "\\|")}` | {option.Description} |\n").ToArray();
        if (rows.Length > 0)
        {
            text.Append("| option | meaning |\n|---|---|\n").AppendJoin("", rows).Append('\n');
        }
    }
}
