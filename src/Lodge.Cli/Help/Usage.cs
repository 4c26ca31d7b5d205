using System.CommandLine;
using Lodge.Cli.App;

namespace Lodge.Cli.Help;

/// <summary>Commands and options as help and reference write them.</summary>
internal static class Usage
{
    /// <summary>Such as <c>lodge start NAME... [options]</c>.</summary>
    public static IEnumerable<string> Lines(string path, Command command)
    {
        if (command is Verb { Handler: not null })
        {
            var arguments = command.Arguments.Select(Argument).Append(OwnOptions(command).Any() ? "[options]" : "");
            yield return string.Join(' ', arguments.Prepend(path).Where(word => word.Length > 0));
        }

        if (command.Subcommands.Any(verb => !verb.Hidden))
        {
            yield return command.Parents.Any() ? $"{path} COMMAND [options]" : $"{path} COMMAND [NAME] [options]";
        }
    }

    /// <summary>Options that are not every command's.</summary>
    public static IEnumerable<Option> OwnOptions(Command command) => command.Options.Where(option => !option.Recursive && !option.Hidden);

    /// <summary>Such as <c>-q, --quiet</c> or <c>--cpus N</c>.</summary>
    public static string Label(Option option)
    {
        var names = string.Join(", ", option.Aliases.OrderBy(alias => alias.Length).Append(option.Name));
        return option.HelpName is { } value ? $"{names} {value}" : names;
    }

    /// <summary>Such as <c>list, ls</c>.</summary>
    public static string Names(Command command) => string.Join(", ", command.Aliases.Prepend(command.Name));

    private static string Argument(Argument argument)
    {
        var name = argument.Arity.MaximumNumberOfValues > 1 ? $"{argument.Name}..." : argument.Name;
        return argument.Arity.MinimumNumberOfValues == 0 ? $"[{name}]" : name;
    }
}
