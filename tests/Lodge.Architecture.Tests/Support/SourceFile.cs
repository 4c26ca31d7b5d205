using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Lodge.Architecture.Tests.Support;

/// <summary>A C# file with its syntax tree; nothing is compiled.</summary>
internal sealed class SourceFile
{
    private SourceFile(string path)
    {
        Path = Repository.Relative(path);
        Text = File.ReadAllText(path);
        Root = CSharpSyntaxTree.ParseText(Text, new CSharpParseOptions(LanguageVersion.Preview)).GetRoot();
    }

    /// <summary>Product code.</summary>
    public static IReadOnlyList<SourceFile> Product { get; } = ReadAll("src");

    /// <summary>Test code and its support.</summary>
    public static IReadOnlyList<SourceFile> Tests { get; } = ReadAll("tests");

    public string Path { get; }

    public string Text { get; }

    public SyntaxNode Root { get; }

    public int LineCount => Root.SyntaxTree.GetText().Lines.Count - (Text.EndsWith('\n') ? 1 : 0);

    /// <summary>Nodes of one kind.</summary>
    public IEnumerable<T> All<T>()
        where T : SyntaxNode => Root.DescendantNodes(descendIntoTrivia: true).OfType<T>();

    /// <summary>A place that an editor can jump to.</summary>
    public string At(SyntaxNode node) => $"{Path}:{node.GetLocation().GetLineSpan().StartLinePosition.Line + 1}";

    private static List<SourceFile> ReadAll(string folder) =>
        [.. Repository.Files(folder, ".cs").Select(path => new SourceFile(path))];
}
