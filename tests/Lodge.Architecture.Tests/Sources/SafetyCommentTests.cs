using System.Text.RegularExpressions;
using Lodge.Architecture.Tests.Support;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Lodge.Architecture.Tests.Sources;

public sealed partial class SafetyCommentTests
{
    [Fact]
    public void Code_that_the_compiler_cannot_check_says_why_it_is_safe() => Verdict.Clean(
        "Files with unsafe code or platform calls, and without a '// SAFETY:' comment:",
        SourceFile.Product.Where(file => IsUnchecked(file) && !Reason().IsMatch(file.Text)).Select(file => file.Path));

    [Fact]
    public void Platform_calls_are_generated_ahead_of_time() => Verdict.Clean(
        "DllImport needs code at run time; use LibraryImport:",
        SourceFile.Product.SelectMany(file => Attributes(file, "DllImport")));

    private static bool IsUnchecked(SourceFile file) =>
        file.Root.DescendantTokens().Any(token => token.IsKind(SyntaxKind.UnsafeKeyword)) || Attributes(file, "LibraryImport").Any();

    private static IEnumerable<string> Attributes(SourceFile file, string name) =>
        file.All<AttributeSyntax>().Where(attribute => attribute.Name.ToString() == name).Select(file.At);

    [GeneratedRegex(@"// SAFETY( \([^)]*\))?: \w")]
    private static partial Regex Reason();
}
