using Lodge.Architecture.Tests.Support;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Lodge.Architecture.Tests.Sources;

public sealed class SizeTests(ITestOutputHelper output)
{
    private const int MostFileLines = 400;
    private const int MostMethodLines = 80;

    [Fact]
    public void Files_stay_readable()
    {
        Report("file", SourceFile.Product.Select(file => file.LineCount));
        Verdict.Clean(
            $"Files of more than {MostFileLines} lines; each holds more than one idea:",
            SourceFile.Product.Where(file => file.LineCount > MostFileLines).Select(file => $"{file.Path}: {file.LineCount}"));
    }

    [Fact]
    public void Methods_stay_readable()
    {
        var methods = SourceFile.Product
            .SelectMany(file => file.All<SyntaxNode>().Where(IsMethod).Select(node => (file, node, lines: Lines(node))))
            .ToList();
        Report("method", methods.Select(method => method.lines));
        Verdict.Clean(
            $"Methods of more than {MostMethodLines} lines:",
            methods.Where(method => method.lines > MostMethodLines).Select(m => $"{m.file.At(m.node)}: {m.lines}"));
    }

    private static bool IsMethod(SyntaxNode node) =>
        node is BaseMethodDeclarationSyntax or AccessorDeclarationSyntax or LocalFunctionStatementSyntax;

    /// <summary>
    /// From the first line of the signature to the last brace, comments above it not counted. A method that does nothing but
    /// fill in the members of one object is a table, whose lines do not count.
    /// </summary>
    private static int Lines(SyntaxNode node) => node is BaseMethodDeclarationSyntax { ExpressionBody.Expression: BaseObjectCreationExpressionSyntax { Initializer: { } table } }
        ? Span(node) - Span(table) + 1
        : Span(node);

    private static int Span(SyntaxNode node)
    {
        var span = node.GetLocation().GetLineSpan();
        return span.EndLinePosition.Line - span.StartLinePosition.Line + 1;
    }

    private void Report(string what, IEnumerable<int> sizes)
    {
        var sorted = sizes.Order().ToList();
        output.WriteLine($"{sorted.Count} {what}s, median {sorted[sorted.Count / 2]} lines, longest {sorted[^1]}");
    }
}
