using System.CommandLine.Parsing;

namespace Lodge.Cli.Parsing;

/// <summary>The words that lead to a command.</summary>
internal static class CommandPath
{
    /// <summary>Such as <c>lodge image build</c>.</summary>
    public static string Of(CommandResult command)
    {
        var words = new List<string>();
        for (SymbolResult? at = command; at is not null; at = at.Parent)
        {
            if (at is CommandResult result)
            {
                words.Insert(0, result.Command.Name);
            }
        }

        return string.Join(' ', words);
    }
}
