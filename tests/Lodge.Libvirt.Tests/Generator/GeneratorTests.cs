using Lodge.Libvirt.Generator;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace Lodge.Libvirt.Tests.Generator;

public sealed class GeneratorTests
{
    private const string Table = """
        program Remote 0x20008086 1
        limit string 100

        struct Pair
          Left string
          Right int

        call 1 PairGet virPairGet
          in Name string
          out Pairs Pair[4]

        call 2 PairClear virPairClear
          readonly denied

        event 3 PairChanged
          out Pair Pair
        """;

    [Theory]
    [InlineData("[Procedure(RemoteProcedure.PairGet)] public PairGetRet Get(Session session, PairGetArgs args) => default;")]
    [InlineData("[Procedure(RemoteProcedure.PairGet)] public ValueTask<PairGetRet> GetAsync(Call call, PairGetArgs args, CancellationToken stop) => default;")]
    [InlineData("[Procedure(RemoteProcedure.PairClear)] public void Clear(Session session) { }")]
    [InlineData("[Procedure(RemoteProcedure.PairClear)] public Task ClearAsync(Call call, CancellationToken stop) => Task.CompletedTask;")]
    public void A_handler_that_fits_gets_into_the_dispatch(string method)
    {
        var (problems, dispatch) = Run(Table, method);

        Assert.Empty(problems);
        Assert.Contains("public required global::Lodge.Libvirt.Handlers.Sample Sample", dispatch, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[Procedure(RemoteProcedure.PairTake)] public void Take(Session session) { }", "LODGE002")]
    [InlineData("[Procedure(RemoteProcedure.PairChanged)] public void Changed(Session session) { }", "LODGE002")]
    [InlineData("[Procedure(RemoteProcedure.PairGet)] public PairGetRet Get(Session session) => default;", "LODGE003")]
    [InlineData("[Procedure(RemoteProcedure.PairGet)] public int Get(Session session, PairGetArgs args) => default;", "LODGE003")]
    [InlineData("[Procedure(RemoteProcedure.PairClear)] public void Clear(string session) { }", "LODGE003")]
    [InlineData("[Procedure(RemoteProcedure.PairClear)] public void Clear(Session s) { } [Procedure(RemoteProcedure.PairClear)] public void Again(Session s) { }", "LODGE004")]
    public void A_handler_that_does_not_fit_is_an_error_at_its_place(string method, string problem)
    {
        var (problems, _) = Run(Table, method);

        var found = Assert.Single(problems);
        Assert.Equal((problem, DiagnosticSeverity.Error, "Sample.cs"), (found.Id, found.Severity, found.Location.GetLineSpan().Path));
    }

    [Theory]
    [InlineData("program Remote 1 1\nstruct A\n  B Unknown", 2, "nobody declares: Unknown")]
    [InlineData("program Remote 1 1\nstruct A\n  B", 3, "A field is a name and a type.")]
    [InlineData("program Remote 1 1\nstruct A\n  B int\nstruct A\n  B int", 4, "declared twice")]
    [InlineData("program Remote 1 1\ncall 1 A virA\ncall 1 B virB", 3, "taken")]
    [InlineData("program Remote 1 1\ncall 1 A virA\n  readonly denied-if Flags 1", 2, "no argument Flags")]
    [InlineData("program Remote 1 1\nnonsense", 2, "is no declaration")]
    public void A_table_that_makes_no_sense_is_an_error_at_its_line(string table, int line, string message)
    {
        var (problems, _) = Run(table, "");

        var found = Assert.Single(problems);
        Assert.Equal(("LODGE001", line), (found.Id, found.Location.GetLineSpan().StartLinePosition.Line + 1));
        Assert.Contains(message, found.GetMessage(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_is_generated_anew_when_nothing_that_matters_has_changed()
    {
        var options = new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true);
        GeneratorDriver driver = CSharpGeneratorDriver.Create(
            [new ProtocolGenerator().AsSourceGenerator()], [new TableText(Table)], driverOptions: options);
        var compilation = Compile("[Procedure(RemoteProcedure.PairClear)] public void Clear(Session session) { }");

        driver = driver.RunGenerators(compilation);
        driver = driver.RunGenerators(compilation.AddSyntaxTrees(CSharpSyntaxTree.ParseText("class Unrelated;", path: "Unrelated.cs")));

        Assert.All(
            driver.GetRunResult().Results.Single().TrackedOutputSteps.SelectMany(step => step.Value).SelectMany(step => step.Outputs),
            output => Assert.Equal(IncrementalStepRunReason.Cached, output.Reason));
    }

    private static (List<Diagnostic> Problems, string Dispatch) Run(string table, string method)
    {
        GeneratorDriver driver = CSharpGeneratorDriver.Create([new ProtocolGenerator().AsSourceGenerator()], [new TableText(table)]);
        var result = driver.RunGenerators(Compile(method)).GetRunResult();
        var dispatch = result.GeneratedTrees.FirstOrDefault(tree => tree.FilePath.EndsWith("Dispatch.g.cs", StringComparison.Ordinal));
        return ([.. result.Diagnostics], dispatch?.ToString() ?? "");
    }

    private static CSharpCompilation Compile(string method) => CSharpCompilation.Create(
        "Sample",
        [
            CSharpSyntaxTree.ParseText("namespace Lodge.Libvirt.Calls; class ProcedureAttribute : System.Attribute { public ProcedureAttribute(int n) { } }", path: "Attribute.cs"),
            CSharpSyntaxTree.ParseText($"using Lodge.Libvirt.Calls; namespace Lodge.Libvirt.Handlers; class Sample {{ {method} }}", path: "Sample.cs"),
        ],
        [MetadataReference.CreateFromFile(typeof(object).Assembly.Location)]);

    private sealed class TableText(string text) : AdditionalText
    {
        public override string Path => "table.rpc";

        public override SourceText GetText(CancellationToken cancellationToken = default) => SourceText.From(text);
    }
}
