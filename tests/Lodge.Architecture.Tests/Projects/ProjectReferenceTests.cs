using System.Xml.Linq;
using Lodge.Architecture.Tests.Support;

namespace Lodge.Architecture.Tests.Projects;

public sealed class ProjectReferenceTests
{
    /// <summary>
    /// What each project may refer to. Dependencies point downwards to Lodge.Model, never between doors nor between
    /// hands; Lodge.Linux is the system-call layer that hands share.
    /// </summary>
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Lodge.Model"] = [],
        ["Lodge.Qmp"] = [],
        ["Lodge.Engine"] = ["Lodge.Model"],
        ["Lodge.LibvirtXml"] = ["Lodge.Model"],
        ["Lodge.Linux"] = ["Lodge.Model"],
        ["Lodge.Launch"] = ["Lodge.Linux"],
        ["Lodge.Qemu"] = ["Lodge.Engine", "Lodge.Qmp", "Lodge.Linux"],
        ["Lodge.Network"] = ["Lodge.Engine", "Lodge.Linux"],
        ["Lodge.Storage"] = ["Lodge.Engine", "Lodge.Linux", "Lodge.Xdr"],
        ["Lodge.Store"] = ["Lodge.Engine", "Lodge.Linux"],
        ["Lodge.Xdr"] = [],
        ["Lodge.Libvirt.Generator"] = [],
        ["Lodge.Libvirt"] = ["Lodge.Engine", "Lodge.LibvirtXml", "Lodge.Linux", "Lodge.Libvirt.Generator", "Lodge.Xdr"],
        ["Lodge.Api.Contracts"] = ["Lodge.Model"],
        ["Lodge.Api"] = ["Lodge.Api.Contracts", "Lodge.Engine"],
        ["Lodge.Client"] = ["Lodge.Api.Contracts"],
        ["Lodge.Cli"] = ["Lodge.Client"],
        ["Lodge.Daemon"] = ["Lodge.Api", "Lodge.Engine", "Lodge.Libvirt", "Lodge.Linux", "Lodge.Network", "Lodge.Qemu", "Lodge.Storage", "Lodge.Store"],
    };

    private static readonly IReadOnlyList<ProjectFile> Projects = ProjectFile.ReadAll("src");

    [Fact]
    public void Every_project_has_its_place_in_the_table() => Verdict.Clean(
        "These projects are not in the table of allowed references; decide what they may use:",
        Projects.Select(project => project.Name).Except(Allowed.Keys));

    [Fact]
    public void The_table_names_no_project_that_is_gone() => Verdict.Clean(
        "These projects are in the table of allowed references, and do not exist:",
        Allowed.Keys.Except(Projects.Select(project => project.Name)));

    [Fact]
    public void Projects_refer_only_to_what_the_table_allows() => Verdict.Clean(
        "References that the design does not allow:",
        from project in Projects
        from reference in project.References
        where !Allowed.GetValueOrDefault(project.Name, []).Contains(reference)
        select $"{project.Path} -> {reference}");

    [Fact]
    public void The_allowed_references_form_no_cycle()
    {
        foreach (var project in Allowed.Keys)
        {
            Descend(project, []);
        }
    }

    [Fact]
    public void Only_test_projects_refer_to_test_projects() => Verdict.Clean(
        "Product code leans on test code:",
        from project in Projects
        from reference in project.References
        where reference.EndsWith(".Tests", StringComparison.Ordinal) || reference == "Lodge.TestSupport"
        select $"{project.Path} -> {reference}");

    [Fact]
    public void Every_project_is_in_the_solution()
    {
        var listed = XDocument.Load(Path.Combine(Repository.Root, "Lodge.slnx"))
            .Descendants("Project").Select(project => (string?)project.Attribute("Path"));
        var existing = new[] { "src", "tests", "bench" }.SelectMany(ProjectFile.ReadAll).Select(project => project.Path);
        Assert.Equal(existing.Order(StringComparer.Ordinal), listed.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_test_project_mirrors_a_product_project() => Verdict.Clean(
        "Test projects without a product project of that name:",
        ProjectFile.ReadAll("tests")
            .Select(project => project.Name)
            .Where(name => name.EndsWith(".Tests", StringComparison.Ordinal))
            .Except(["Lodge.Architecture.Tests", "Lodge.System.Tests"])
            .Where(name => !Allowed.ContainsKey(name[..^".Tests".Length])));

    private static void Descend(string project, IReadOnlyList<string> trail)
    {
        Assert.False(trail.Contains(project), $"cycle: {string.Join(" -> ", [.. trail, project])}");
        foreach (var reference in Allowed.GetValueOrDefault(project, []))
        {
            Descend(reference, [.. trail, project]);
        }
    }
}
