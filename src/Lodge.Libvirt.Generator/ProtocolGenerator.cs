using System.Collections.Immutable;
using System.Text;
using Lodge.Libvirt.Generator.Emitting;
using Lodge.Libvirt.Generator.Handlers;
using Lodge.Libvirt.Generator.Tables;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Lodge.Libvirt.Generator;

/// <summary>
/// Turns protocol tables (additional files that end in .rpc) into message types, procedure numbers and facts, and
/// methods marked with ProcedureAttribute into the dispatch.
/// </summary>
[Generator(LanguageNames.CSharp)]
public sealed class ProtocolGenerator : IIncrementalGenerator
{
    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var tables = context.AdditionalTextsProvider
            .Where(static file => file.Path.EndsWith(".rpc", StringComparison.Ordinal))
            .Select(static (file, cancellation) => (File: file.Path, Text: file.GetText(cancellation)?.ToString() ?? ""))
            .Collect()
            .WithComparer(SequenceComparer<(string File, string Text)>.Instance);
        var handlers = context.SyntaxProvider
            .ForAttributeWithMetadataName(HandlerScanner.Attribute, HandlerScanner.IsMethod, HandlerScanner.Read)
            .Collect()
            .WithComparer(SequenceComparer<HandlerMethod>.Instance);
        var protocol = tables.Select(static (files, _) => Protocol.Of(files));

        context.RegisterSourceOutput(protocol, EmitProtocol);
        context.RegisterSourceOutput(protocol.Combine(handlers), EmitDispatch);
    }

    private static void EmitProtocol(SourceProductionContext context, Protocol protocol)
    {
        foreach (var error in protocol.Errors)
        {
            var line = new LinePosition(Math.Max(0, error.Place.Line - 1), 0);
            var place = Location.Create(error.Place.File, default, new LinePositionSpan(line, line));
            context.ReportDiagnostic(Diagnostic.Create(Problem.BadTable, place, error.Message));
        }

        if (protocol.Errors.Count == 0 && protocol.Programs.Count > 0)
        {
            Add(context, "Types.g.cs", TypeEmitter.Emit(protocol));
            Add(context, "Unions.g.cs", UnionEmitter.Emit(protocol));
            Add(context, "Facts.g.cs", FactsEmitter.Emit(protocol));
            Add(context, "Catalog.g.cs", CatalogEmitter.Emit(protocol));
        }
    }

    private static void EmitDispatch(SourceProductionContext context, (Protocol Protocol, ImmutableArray<HandlerMethod> Methods) input)
    {
        if (input.Protocol.Errors.Count > 0 || input.Protocol.Programs.Count == 0)
        {
            return;
        }

        var checker = new HandlerChecker(input.Protocol);
        var handlers = checker.Check(input.Methods);
        checker.Problems.ForEach(context.ReportDiagnostic);
        Add(context, "Dispatch.g.cs", DispatchEmitter.Emit(handlers));
    }

    private static void Add(SourceProductionContext context, string name, string code) =>
        context.AddSource(name, SourceText.From(code, Encoding.UTF8));
}
