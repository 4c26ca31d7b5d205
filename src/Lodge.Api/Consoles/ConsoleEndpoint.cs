using Lodge.Api.Contracts;
using Lodge.Api.Describing;
using Lodge.Api.Errors;
using Lodge.Api.Requests;
using Lodge.Engine;
using Lodge.Model.Errors;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using EngineMode = Lodge.Engine.Consoles.ConsoleMode;

namespace Lodge.Api.Consoles;

/// <summary><c>GET /v1/vms/{vm}/console</c>: a WebSocket to the first serial port, or to another port.</summary>
internal static class ConsoleEndpoint
{
    public static void Map(IEndpointRouteBuilder app) => app.MapGet("/v1/vms/{vm}/console", OpenAsync)
        .WithTags("Consoles")
        .As(
            "openConsole",
            "A WebSocket to a serial port or virtio console: binary messages are its bytes, text messages are ConsoleControl",
            ErrorCode.VmNotFound, ErrorCode.InvalidState, ErrorCode.Unsupported)
        .Takes<ConsoleMode>("mode", "What the client wants; write when absent.")
        .TakesText("device", "Alias of a serial port or virtio console; the first serial port when absent.", isRequired: false)
        .Produces<ConsoleControl>(StatusCodes.Status101SwitchingProtocols, "application/json")
        .Produces<Problem>(StatusCodes.Status426UpgradeRequired, ProblemWriter.ContentType);

    private static async Task OpenAsync(string vm, HttpContext context, LodgeEngine engine, StreamEnd streamEnd)
    {
        var mode = Query.Choice<ConsoleMode>(context, "mode") ?? ConsoleMode.Write;
        if (!context.WebSockets.IsWebSocketRequest)
        {
            await RefuseAsync(vm, context, engine);
            return;
        }

        await using var session = Query.Text(context, "device") is { } device
            ? await engine.Consoles.OpenAsync(vm, device, Translate(mode), context.RequestAborted)
            : await engine.Consoles.OpenAsync(vm, Translate(mode), context.RequestAborted);
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        using var end = streamEnd.For(context);
        await new ConsoleBridge(session, socket).RunAsync(end.Token);
    }

    private static Task RefuseAsync(string vm, HttpContext context, LodgeEngine engine)
    {
        engine.Vms.Get(vm);
        context.Response.Headers.Upgrade = "websocket";
        var error = new LodgeError(
            ErrorCode.InvalidArgument,
            "A console is a WebSocket, and this request is none.",
            "Use 'lodge console', or a WebSocket client; GET .../log reads what was printed so far.");
        return ProblemWriter.WriteAsync(context, error, StatusCodes.Status426UpgradeRequired);
    }

    private static EngineMode Translate(ConsoleMode mode) => mode switch
    {
        ConsoleMode.Read => EngineMode.Read,
        ConsoleMode.Take => EngineMode.Take,
        _ => EngineMode.Write,
    };
}
