using System.Text.RegularExpressions;
using Lodge.Architecture.Tests.Support;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Lodge.Architecture.Tests.Sources;

public sealed partial class ForbiddenCodeTests
{
    /// <summary>Names of things outside the process; the model is records and rules, without input or output.</summary>
    private static readonly HashSet<string> OutsideWorld =
        ["File", "Directory", "FileStream", "FileInfo", "DirectoryInfo", "Process", "Socket", "HttpClient", "Environment", "Console"];

    /// <summary>Tasks that have always completed where their result is read, each with the reason.</summary>
    private static readonly string[] KnownToBeDone =
    [
        "_inbox.Greeting.Result", // QmpClient.ConnectAsync awaits the greeting before anybody gets the client.
        "reading.GetAwaiter().GetResult", // ConsoleAttachment: has failed, and throws its failure here.
        "done.Result", // KvmStatus: the argument of a continuation.
    ];

    [Fact]
    public void No_regions() => Verdict.Clean(
        "Regions hide code that wants to be another file:",
        Places<RegionDirectiveTriviaSyntax>(SourceFile.Product.Concat(SourceFile.Tests), _ => true));

    [Fact]
    public void No_catch_swallows_without_a_word() => Verdict.Clean(
        "Catch clauses that do nothing; handle the failure or log it, or name the one exception and say why it may pass:",
        Places<CatchClauseSyntax>(SourceFile.Product.Concat(SourceFile.Tests), IsSilent));

    [Fact]
    public void No_async_void() => Verdict.Clean(
        "An async void method loses its exceptions:",
        Places<MethodDeclarationSyntax>(SourceFile.Product.Concat(SourceFile.Tests), IsAsyncVoid)
            .Concat(Places<LocalFunctionStatementSyntax>(SourceFile.Product, IsAsyncVoid)));

    [Fact]
    public void No_thread_waits_for_a_task() => Verdict.Clean(
        "Blocking on a task; await it:",
        Places<MemberAccessExpressionSyntax>(SourceFile.Product, IsBlocking).Where(place => !KnownToBeDone.Any(place.Contains)));

    [Fact]
    public void Nothing_is_left_for_later() => Verdict.Clean(
        "Work that was put off:",
        from file in SourceFile.Product
        from match in LeftForLater().Matches(file.Text)
        select $"{file.Path}:{file.Text.AsSpan(0, match.Index).Count('\n') + 1}: {match.Value}");

    [Fact]
    public void No_static_registry_can_be_changed() => Verdict.Clean(
        "Static fields that change; give the state to an object that somebody owns:",
        Places<FieldDeclarationSyntax>(SourceFile.Product, IsChangeableStatic));

    [Fact]
    public void The_model_touches_nothing_outside() => Verdict.Clean(
        "Lodge.Model is without input and output:",
        Places<IdentifierNameSyntax>(
            SourceFile.Product.Where(file => file.Path.StartsWith("src/Lodge.Model/", StringComparison.Ordinal)),
            name => OutsideWorld.Contains(name.Identifier.Text) && name.Parent is MemberAccessExpressionSyntax or ObjectCreationExpressionSyntax
                && (name.Parent as MemberAccessExpressionSyntax)?.Name != name));

    private static IEnumerable<string> Places<T>(IEnumerable<SourceFile> files, Func<T, bool> offends)
        where T : SyntaxNode =>
        files.SelectMany(file => file.All<T>().Where(offends).Select(node => $"{file.At(node)}: {FirstLine(node)}"));

    private static string FirstLine(SyntaxNode node) => node.ToString().Split('\n')[0].Trim();

    private static bool IsSilent(CatchClauseSyntax clause) =>
        clause.Block.Statements.Count == 0
        && (clause.Declaration is null or { Type: IdentifierNameSyntax { Identifier.Text: "Exception" } }
            || !clause.Block.CloseBraceToken.LeadingTrivia.Any(trivia => trivia.IsKind(SyntaxKind.SingleLineCommentTrivia)));

    private static bool IsAsyncVoid(MethodDeclarationSyntax method) =>
        method.Modifiers.Any(SyntaxKind.AsyncKeyword) && method.ReturnType.ToString() == "void";

    private static bool IsAsyncVoid(LocalFunctionStatementSyntax method) =>
        method.Modifiers.Any(SyntaxKind.AsyncKeyword) && method.ReturnType.ToString() == "void";

    private static bool IsBlocking(MemberAccessExpressionSyntax access) => access.Name.Identifier.Text switch
    {
        "Result" => access.Parent is not InvocationExpressionSyntax,
        "Wait" or "WaitAll" or "WaitAny" => access.Parent is InvocationExpressionSyntax { ArgumentList.Arguments.Count: < 3 },
        "GetResult" => access.Expression.ToString().EndsWith("GetAwaiter()", StringComparison.Ordinal),
        _ => false,
    };

    private static bool IsChangeableStatic(FieldDeclarationSyntax field) =>
        field.Modifiers.Any(SyntaxKind.StaticKeyword)
        && (!field.Modifiers.Any(SyntaxKind.ReadOnlyKeyword) || ChangeableCollection().IsMatch(field.Declaration.Type.ToString()));

    [GeneratedRegex(@"\b(TODO|FIXME|HACK|XXX)\b|NotImplementedException")]
    private static partial Regex LeftForLater();

    [GeneratedRegex(@"^(Concurrent\w+|ConditionalWeakTable)<")]
    private static partial Regex ChangeableCollection();
}
