using System.CommandLine;
using System.Text;
using Lodge.Cli.App;
using Lodge.Cli.Rendering;

namespace Lodge.Cli.Help;

/// <summary>What <c>--help</c> prints.</summary>
internal static class HelpText
{
    private const int LongestLabel = 30;

    /// <summary>Help for a command.</summary>
    /// <param name="path">The words that lead to it, such as <c>lodge image build</c>.</param>
    /// <param name="command">The command.</param>
    /// <param name="style">Colours.</param>
    public static string Render(string path, Command command, Style style)
    {
        var verb = command as Verb;
        var text = new StringBuilder().Append(command.Description).Append('\n');
        if (verb?.Notes is { } notes)
        {
            text.Append('\n').Append(notes).Append('\n');
        }

        Section(text, "Usage", [("", string.Join("\n  ", Usage.Lines(path, command)))], style);
        foreach (var (title, verbs) in Groups(command))
        {
            Section(text, title, verbs, style);
        }

        Section(text, "Arguments", command.Arguments.Select(argument => (argument.Name, argument.Description ?? "")), style);
        Section(text, "Options", Usage.OwnOptions(command).Select(option => (Usage.Label(option), option.Description ?? "")), style);
        AddGlobals(text, path, command, style);
        Section(text, "Examples", (verb?.Examples ?? []).Select(example => (example.Line, example.Meaning)), style);
        return text.ToString();
    }

    private static IEnumerable<(string Title, IEnumerable<(string Label, string Meaning)> Verbs)> Groups(Command command) =>
        command.Subcommands.OfType<Verb>()
            .Where(verb => !verb.Hidden)
            .GroupBy(verb => verb.Group)
            .Select(group => (Title(group.Key, command), group.Select(verb => (Usage.Names(verb), verb.Description ?? ""))));

    private static string Title(VerbGroup group, Command command) => command.Parents.Any() ? "Commands" : group switch
    {
        VerbGroup.Define => "Make and change VMs",
        VerbGroup.Run => "Run VMs",
        VerbGroup.Watch => "Look",
        _ => "Host and program",
    };

    private static void AddGlobals(StringBuilder text, string path, Command command, Style style)
    {
        if (!command.Parents.Any())
        {
            Section(text, "Options of every command", GlobalOptions.All.Select(option => (Usage.Label(option), option.Description ?? "")), style);
            text.Append('\n').Append($"'{path} COMMAND --help' explains a command.\n");
        }
        else
        {
            var names = string.Join(", ", GlobalOptions.All.Select(option => option.Name));
            Section(text, "Options of every command", [("", $"{names}; see lodge --help")], style);
        }
    }

    private static void Section(StringBuilder text, string title, IEnumerable<(string Label, string Meaning)> rows, Style style)
    {
        var lines = rows.ToArray();
        if (lines.Length == 0)
        {
            return;
        }

        var width = lines.Select(line => line.Label.Length).Where(length => length <= LongestLabel).DefaultIfEmpty(0).Max();
        text.Append('\n').Append(style.Bold($"{title}:")).Append('\n');
        foreach (var (label, meaning) in lines)
        {
            text.Append("  ").Append(Row(label, meaning, width)).Append('\n');
        }
    }

    private static string Row(string label, string meaning, int width) => label.Length switch
    {
        0 => meaning,
        _ when label.Length > width => $"{label}\n  {new string(' ', width)}  {meaning}",
        _ => $"{label.PadRight(width)}  {meaning}",
    };
}
