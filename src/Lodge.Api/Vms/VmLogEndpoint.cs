using Lodge.Api.Contracts;
using Lodge.Api.Describing;
using Lodge.Api.Requests;
using Lodge.Engine;
using Lodge.Model.Errors;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Lodge.Api.Vms;

/// <summary><c>GET /v1/vms/{vm}/log</c>: what a VM's console, or its QEMU, has printed so far.</summary>
internal static class VmLogEndpoint
{
    private const string ContentType = "text/plain";

    public static void Map(IEndpointRouteBuilder app) => app.MapGet("/v1/vms/{vm}/log", ReadAsync)
        .WithTags("Consoles")
        .As("readLog", "What a VM's console, or its QEMU, has printed so far, byte for byte", ErrorCode.VmNotFound)
        .Takes<LogSource>("source", "Which log; the console's when absent.")
        .Takes<long>("tail", "Only the last so many bytes.")
        .Produces<string>(StatusCodes.Status200OK, ContentType);

    private static async Task ReadAsync(string vm, HttpContext context, LodgeEngine engine)
    {
        var tail = Query.Count(context, "tail");
        var source = Query.Choice<LogSource>(context, "source") ?? LogSource.Console;
        await using var log = source == LogSource.Qemu ? engine.Consoles.OpenQemuLog(vm) : engine.Consoles.OpenLog(vm);

        var response = context.Response;
        response.ContentType = ContentType;
        response.Headers.CacheControl = "no-store";
        response.Headers.XContentTypeOptions = "nosniff";
        if (log is not null)
        {
            await LogTail.CopyAsync(log, response.Body, tail, context.RequestAborted);
        }
    }
}
