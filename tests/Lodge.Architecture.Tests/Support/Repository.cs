using System.Runtime.CompilerServices;

namespace Lodge.Architecture.Tests.Support;

/// <summary>The files of this checkout, without what builds leave behind.</summary>
internal static class Repository
{
    private static readonly HashSet<string> Skipped = ["bin", "obj", "artifacts", ".git", ".lodge", "TestResults"];

    public static string Root { get; } = Path.GetFullPath(Path.Combine(Here(), "..", "..", ".."));

    /// <summary>Files below <paramref name="folder"/> (relative to the root) whose names end in <paramref name="suffix"/>.</summary>
    public static IEnumerable<string> Files(string folder, string suffix)
    {
        var start = Path.Combine(Root, folder);
        return Directory.Exists(start) ? Walk(new DirectoryInfo(start), suffix).Order(StringComparer.Ordinal) : [];
    }

    /// <summary>The path as people write it: from the root, with forward slashes.</summary>
    public static string Relative(string path) => Path.GetRelativePath(Root, path);

    public static string Golden(string name) => Path.Combine(Here(), "..", "Golden", name);

    private static IEnumerable<string> Walk(DirectoryInfo folder, string suffix) =>
        folder.EnumerateFiles().Where(file => file.Name.EndsWith(suffix, StringComparison.Ordinal)).Select(file => file.FullName)
            .Concat(folder.EnumerateDirectories().Where(sub => !Skipped.Contains(sub.Name)).SelectMany(sub => Walk(sub, suffix)));

    private static string Here([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}
