using Lodge.Libvirt.Generator.Handlers;

namespace Lodge.Libvirt.Generator.Emitting;

/// <summary>Writes the way from a procedure's number to its handler and back to a reply.</summary>
internal static class DispatchEmitter
{
    public static string Emit(IReadOnlyList<Handler> handlers)
    {
        var code = CodeText.NewFile()
            .Line("using Lodge.Libvirt.Calls;")
            .Line("/// <summary>One object of each class that handles procedures, and the dispatch to them.</summary>")
            .Open("internal sealed class HandlerTable");
        foreach (var type in handlers.Select(handler => handler.Method).GroupBy(method => method.FullClass).OrderBy(type => type.Key, StringComparer.Ordinal))
        {
            code.Line($"public required {type.Key} {type.First().Class} {{ get; init; }}");
        }

        code.Line("/// <summary>Runs a procedure's handler; its reply is then written to the call.</summary>")
            .Open("public global::System.Threading.Tasks.ValueTask InvokeAsync(Call call, global::System.Threading.CancellationToken cancellation) => (call.Program, call.Procedure) switch");
        foreach (var handler in handlers)
        {
            code.Line($"(ProtocolFacts.{handler.Program.Name}Program, {handler.Procedure.Number}) => {handler.Procedure.Name}Async(call, cancellation),");
        }

        code.Line("_ => throw call.NotSupported(),").Close(";");
        foreach (var handler in handlers)
        {
            EmitOne(code, handler);
        }

        return code.Close().ToString();
    }

    private static void EmitOne(CodeText code, Handler handler)
    {
        var procedure = handler.Procedure;
        code.Open($"private {(handler.IsAsync ? "async " : "")}global::System.Threading.Tasks.ValueTask {procedure.Name}Async(Call call, global::System.Threading.CancellationToken cancellation)");
        if (procedure.ArgsType is { } args)
        {
            code.Line($"var args = call.Decode<{args}>();");
        }

        var invocation = (handler.IsAsync ? "await " : "")
            + $"{handler.Method.Class}.{handler.Method.Method}({Arguments(handler)})"
            + (handler.IsAsync ? ".ConfigureAwait(false)" : "");
        code.Line(procedure.RetType is null ? $"{invocation};" : $"var ret = {invocation};")
            .Line(procedure.RetType is null ? "call.Reply();" : "call.Reply(ret);");
        if (!handler.IsAsync)
        {
            code.Line("return default;");
        }

        code.Close();
    }

    private static string Arguments(Handler handler) =>
        (handler.TakesCall ? "call" : "call.Session")
        + (handler.Procedure.ArgsType is null ? "" : ", args")
        + (handler.TakesCancellation ? ", cancellation" : "");
}
