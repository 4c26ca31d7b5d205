using Lodge.Libvirt.Generator.Tables;
using Microsoft.CodeAnalysis;

namespace Lodge.Libvirt.Generator.Handlers;

/// <summary>Compares handlers with the table: does the procedure exist, does the signature fit, is it the only one?</summary>
internal sealed class HandlerChecker(Protocol protocol)
{
    private readonly HashSet<(string, string)> _taken = [];

    public List<Diagnostic> Problems { get; } = [];

    /// <summary>The handlers that fit.</summary>
    public List<Handler> Check(IEnumerable<HandlerMethod> methods) =>
        [.. methods.OrderBy(method => method.FullClass, StringComparer.Ordinal)
            .ThenBy(method => method.Place.Span.Start)
            .Select(CheckOne).OfType<Handler>()];

    private Handler? CheckOne(HandlerMethod method)
    {
        var program = protocol.Programs.FirstOrDefault(program => program.Name + "Procedure" == method.NumberType);
        var procedure = program?.Procedures.FirstOrDefault(procedure => procedure.Name == method.Procedure && !procedure.IsEvent);
        if (program is null || procedure is null)
        {
            return Refuse(Problem.UnknownProcedure, method, method.Method, $"{method.NumberType}.{method.Procedure}");
        }

        if (!_taken.Add((program.Name, procedure.Name)))
        {
            return Refuse(Problem.HandledTwice, method, procedure.Name);
        }

        return Fits(method, procedure)
            ? new Handler(program, procedure, method)
            : Refuse(Problem.WrongSignature, method, method.Method, Wanted(procedure));
    }

    private static bool Fits(HandlerMethod method, Procedure procedure)
    {
        var args = procedure.ArgsType is { } type ? "," + type : "";
        var takes = new[] { "Session", "Call" }.SelectMany(first => new[] { first + args, first + args + ",CancellationToken" });
        var returns = procedure.RetType is { } ret
            ? new[] { ret, $"ValueTask<{ret}>", $"Task<{ret}>" }
            : ["void", "ValueTask", "Task"];
        return takes.Contains(method.Takes) && returns.Contains(method.Returns);
    }

    private static string Wanted(Procedure procedure)
    {
        var args = procedure.ArgsType is { } type ? $", {type}" : "";
        return procedure.RetType is { } ret
            ? $"{ret} (Session{args}) or ValueTask<{ret}> (Session{args}, CancellationToken)"
            : $"void (Session{args}) or ValueTask (Session{args}, CancellationToken)";
    }

    private Handler? Refuse(DiagnosticDescriptor problem, HandlerMethod method, params object[] words)
    {
        var place = method.Place;
        Problems.Add(Diagnostic.Create(problem, Location.Create(place.File, place.Span, place.Lines), words));
        return null;
    }
}
