using Lodge.Cli.App;

namespace Lodge.Cli.Tests.Help;

/// <summary>All commands of the tree.</summary>
internal static class Verbs
{
    public static IEnumerable<(string Path, Verb Command)> All()
    {
        var root = CommandTree.Create();
        return Below("lodge", root).Prepend(("lodge", root));
    }

    private static IEnumerable<(string Path, Verb Command)> Below(string path, Verb verb) => verb.Subcommands
        .OfType<Verb>()
        .Where(child => !child.Hidden)
        .SelectMany(child => Below($"{path} {child.Name}", child).Prepend(($"{path} {child.Name}", child)));
}
