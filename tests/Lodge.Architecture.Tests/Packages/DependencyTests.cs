using System.Text.RegularExpressions;
using System.Xml.Linq;
using Lodge.Architecture.Tests.Projects;
using Lodge.Architecture.Tests.Support;

namespace Lodge.Architecture.Tests.Packages;

public sealed partial class DependencyTests
{
    private static readonly XDocument Versions = XDocument.Load(Path.Combine(Repository.Root, "Directory.Packages.props"));

    private static IEnumerable<string> Central =>
        Versions.Descendants("PackageVersion").Select(package => (string?)package.Attribute("Include")).OfType<string>();

    [Fact]
    public void Every_package_is_explained_in_the_documentation_and_every_explained_package_exists()
    {
        var text = File.ReadAllText(Path.Combine(Repository.Root, "docs", "dependencies.md"));
        var explained = PackageRow().Matches(text).Select(match => match.Groups[1].Value);
        Assert.Equal(Central.Order(StringComparer.Ordinal), explained.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_package_is_used()
    {
        var used = new[] { "src", "tests", "bench" }.SelectMany(ProjectFile.ReadAll).SelectMany(project => project.Packages)
            .Concat(XDocument.Load(Path.Combine(Repository.Root, "Directory.Build.targets"))
                .Descendants("PackageReference").Select(package => (string?)package.Attribute("Include")).OfType<string>());
        Verdict.Clean("Packages with a version that no project uses:", Central.Except(used));
    }

    [Fact]
    public void Versions_stand_in_one_place() => Verdict.Clean(
        "Project files that name a version of a package:",
        new[] { "src", "tests", "bench" }.SelectMany(folder => Repository.Files(folder, ".csproj"))
            .Where(path => XDocument.Load(path).Descendants("PackageReference").Any(package => package.Attribute("Version") is not null))
            .Select(Repository.Relative));

    [GeneratedRegex(@"^\| `([^`]+)` \|", RegexOptions.Multiline)]
    private static partial Regex PackageRow();
}
