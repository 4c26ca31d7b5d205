using Lodge.Architecture.Tests.Support;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Lodge.Architecture.Tests.Sources;

public sealed class AppendOnlyEnumTests
{
    private const string GoldenName = "append-only-enums.txt";

    [Fact]
    public void Members_of_append_only_enums_have_explicit_numbers_of_their_own() => Verdict.Clean(
        "Give these members numbers that no other member has:",
        Enums().SelectMany(found => found.Type.Members.Where(member => member.EqualsValue is null)
                .Select(member => $"{found.File.At(member)}: {member.Identifier}")
            .Concat(found.Type.Members.GroupBy(member => member.EqualsValue?.Value.ToString()).Where(group => group.Count() > 1)
                .Select(group => $"{found.File.At(found.Type)}: {group.Key} is used {group.Count()} times"))));

    [Fact]
    public void Members_of_append_only_enums_keep_their_numbers()
    {
        var path = Repository.Golden(GoldenName);
        var now = Enums().SelectMany(found => found.Type.Members.Select(member => Line(found.Type, member))).ToHashSet();
        var released = File.Exists(path) ? File.ReadAllLines(path) : [];

        Verdict.Clean("Released numbers that are gone or have changed:", released.Except(now));

        if (Environment.GetEnvironmentVariable("LODGE_UPDATE_GOLDEN") == "1")
        {
            File.WriteAllLines(path, now.Order(StringComparer.Ordinal));
            return;
        }

        Verdict.Clean(
            $"New members; add them to Golden/{GoldenName} by running this test with LODGE_UPDATE_GOLDEN=1:",
            now.Except(released));
    }

    private static IEnumerable<(SourceFile File, EnumDeclarationSyntax Type)> Enums() =>
        from file in SourceFile.Product
        from type in file.All<EnumDeclarationSyntax>()
        where type.GetLeadingTrivia().ToFullString().Contains("append only", StringComparison.OrdinalIgnoreCase)
        select (file, type);

    private static string Line(EnumDeclarationSyntax type, EnumMemberDeclarationSyntax member)
    {
        var container = type.Ancestors().OfType<BaseNamespaceDeclarationSyntax>().FirstOrDefault()?.Name.ToString();
        return $"{container}.{type.Identifier}.{member.Identifier} = {member.EqualsValue?.Value}";
    }
}
