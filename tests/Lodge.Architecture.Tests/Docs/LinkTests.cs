using Lodge.Architecture.Tests.Support;

namespace Lodge.Architecture.Tests.Docs;

public sealed class LinkTests
{
    [Fact]
    public void Links_between_pages_lead_somewhere() => Verdict.Clean(
        "Links to files or headings that do not exist:",
        from page in MarkdownFile.All
        from link in page.Links
        where !Leads(link.File, link.Anchor)
        select $"{page.Name}: {Repository.Relative(link.File)}{(link.Anchor.Length > 0 ? $"#{link.Anchor}" : "")}");

    [Fact]
    public void Paths_that_the_documentation_names_exist() => Verdict.Clean(
        "Paths named in the documentation that are gone:",
        from page in MarkdownFile.All
        from path in page.NamedPaths
        let full = Path.Combine(Repository.Root, path.TrimEnd('.'))
        where !File.Exists(full) && !Directory.Exists(full)
        select $"{page.Name}: {path}");

    [Fact]
    public void Every_page_is_reachable_from_the_index()
    {
        var docs = MarkdownFile.All.Where(page => page.Name.StartsWith("docs/", StringComparison.Ordinal)).ToList();
        var linked = docs.SelectMany(page => page.Links).Select(link => Path.GetFullPath(link.File)).Select(Repository.Relative);
        Verdict.Clean(
            "Pages that no other page links to:",
            docs.Select(page => page.Name).Except(linked).Except(["docs/README.md"]));
    }

    private static bool Leads(string file, string anchor) =>
        anchor.Length == 0 || !file.EndsWith(".md", StringComparison.Ordinal)
            ? File.Exists(file) || Directory.Exists(file)
            : File.Exists(file) && new MarkdownFile(file).Anchors.Contains(anchor);
}
