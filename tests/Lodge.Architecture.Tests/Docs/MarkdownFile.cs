using System.Text.RegularExpressions;
using Lodge.Architecture.Tests.Support;

namespace Lodge.Architecture.Tests.Docs;

/// <summary>A page of documentation, read as far as its links and headings go.</summary>
internal sealed partial class MarkdownFile(string path)
{
    private readonly string text = File.ReadAllText(path);

    /// <summary>The pages at the root and everything below <c>docs</c>.</summary>
    public static IEnumerable<MarkdownFile> All =>
        Directory.EnumerateFiles(Repository.Root, "*.md").Concat(Repository.Files("docs", ".md")).Select(file => new MarkdownFile(file));

    public string Name => Repository.Relative(path);

    /// <summary>Targets of links, with whatever stands before and after <c>#</c>.</summary>
    public IEnumerable<(string File, string Anchor)> Links =>
        from match in Link().Matches(Fence().Replace(text, ""))
        let target = match.Groups[1].Value
        where !target.Contains("://", StringComparison.Ordinal) && !target.StartsWith("mailto:", StringComparison.Ordinal)
        let parts = target.Split('#', 2)
        select (parts[0].Length == 0 ? path : Path.Combine(Path.GetDirectoryName(path)!, parts[0]), parts.ElementAtOrDefault(1) ?? "");

    /// <summary>Files and folders of the checkout that the prose names between backticks.</summary>
    public IEnumerable<string> NamedPaths =>
        NamedPath().Matches(Fence().Replace(text, "")).Select(match => match.Groups[1].Value);

    /// <summary>Headings as links name them.</summary>
    public IEnumerable<string> Anchors =>
        Heading().Matches(Fence().Replace(text, ""))
            .Select(match => NotInAnchor().Replace(match.Groups[1].Value.ToLowerInvariant(), "").Trim().Replace(' ', '-'));

    [GeneratedRegex(@"^```.*?^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"`((?:src|tests|docs|eng|bench|fuzz)/[\w./-]+)`")]
    private static partial Regex NamedPath();

    [GeneratedRegex(@"^#{1,6} (.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NotInAnchor();
}
