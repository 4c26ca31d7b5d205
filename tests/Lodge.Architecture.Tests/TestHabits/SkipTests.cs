using Lodge.Architecture.Tests.Support;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Lodge.Architecture.Tests.TestHabits;

public sealed class SkipTests
{
    private static readonly string[] Attributes = ["Fact", "Theory", "InlineData", "MemberData"];

    [Fact]
    public void Every_skip_at_run_time_tells_why() => Verdict.Clean(
        "Skips without a reason that a person can read:",
        from file in SourceFile.Tests
        from call in file.All<InvocationExpressionSyntax>()
        where call.Expression.ToString() is "Assert.Skip" or "Assert.SkipWhen" or "Assert.SkipUnless"
        let reason = call.ArgumentList.Arguments.LastOrDefault()?.Expression
        where reason is null or LiteralExpressionSyntax { Token.ValueText.Length: < 10 }
        select file.At(call));

    [Fact]
    public void No_test_is_switched_off_for_good() => Verdict.Clean(
        "Tests that an attribute skips; decide at run time with Assert.Skip and a reason, or delete them:",
        from file in SourceFile.Tests
        from attribute in file.All<AttributeSyntax>()
        where Attributes.Contains(attribute.Name.ToString())
        where attribute.ArgumentList?.Arguments.Any(argument => argument.NameEquals?.Name.ToString() is "Skip" or "Explicit") == true
        select file.At(attribute));
}
