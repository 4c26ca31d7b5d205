using Lodge.Api.Answers;
using Lodge.Api.Contracts;
using Lodge.Api.Describing;
using Lodge.Api.Requests;
using Lodge.Engine;
using Lodge.Model.Errors;
using Lodge.Model.Vms.Guest;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;

namespace Lodge.Api.Agents;

/// <summary><c>/v1/vms/{vm}/agent/…</c>: running programs, reading and writing files, freezing file systems.</summary>
internal static class AgentWorkEndpoints
{
    private const string Bytes = "application/octet-stream";

    public static void Map(IEndpointRouteBuilder app)
    {
        var agent = app.MapGroup("/v1/vms/{vm}/agent").WithTags("Guest agent");
        agent.MapPost("/exec", ExecuteAsync)
            .As("executeInGuest", "Run a program in the guest, and answer when it has ended", [.. AgentFailures.All, ErrorCode.TooLarge])
            .Reads<ExecuteInGuest>().Answers<GuestCommandResult>();
        agent.MapGet("/file", ReadAsync)
            .As("readGuestFile", "The content of a file of the guest", AgentFailures.All)
            .TakesText("path", "Absolute path in the guest.")
            .Produces<string>(StatusCodes.Status200OK, Bytes);
        agent.MapPut("/file", WriteAsync)
            .As("writeGuestFile", "Write a file of the guest; the body, of any length, is its content", AgentFailures.All)
            .TakesText("path", "Absolute path in the guest.")
            .Takes<bool>("append", "Add to its end; else it is made anew.")
            .Accepts<string>(isOptional: true, Bytes, "*/*").Answers<GuestFileWritten>();
        agent.MapGet("/freeze", GetFreezeAsync).As("getGuestFreeze", "Whether the guest's file systems are frozen", AgentFailures.All)
            .Answers<GuestFreeze>();
        agent.MapPost("/freeze", FreezeAsync)
            .As("freezeGuest", "Halt writing to the guest's file systems, for a limited time", AgentFailures.All)
            .MayRead<FreezeGuest>().Answers<GuestFreeze>();
        agent.MapPost("/thaw", ThawAsync).As("thawGuest", "Let writing to the guest's file systems go on", AgentFailures.All).Answers<GuestFreeze>();
    }

    private static async Task<IResult> ExecuteAsync(string vm, HttpContext context, LodgeEngine engine)
    {
        var request = await JsonBody.ReadAsync(context, ApiJson.Default.ExecuteInGuest);
        TimeSpan? limit = request.TimeoutSeconds is not { } seconds ? null : seconds is > 0 and <= 604_800
            ? TimeSpan.FromSeconds(seconds)
            : throw new LodgeException(ErrorCode.InvalidArgument, "timeoutSeconds must be more than 0, and at most 604800.");
        var result = await engine.GuestCommands.RunAsync(vm, request.Command, limit, context.RequestAborted);
        return Answer.Json(context, result, ReadableJson.Compact.GuestCommandResult);
    }

    private static async Task ReadAsync(string vm, HttpContext context, LodgeEngine engine)
    {
        var response = context.Response;
        Stream Begin()
        {
            response.ContentType = Bytes;
            response.Headers.CacheControl = "no-store";
            response.Headers.XContentTypeOptions = "nosniff";
            return response.Body;
        }

        try
        {
            await engine.GuestFiles.ReadAsync(vm, Query.RequiredText(context, "path"), Begin, context.RequestAborted);
        }
        catch (LodgeException) when (response.HasStarted)
        {
            // The status is on its way already: only a broken answer can still tell that it is not whole.
            context.Abort();
        }
    }

    private static async Task<IResult> WriteAsync(string vm, HttpContext context, LodgeEngine engine)
    {
        // It passes through, piece by piece, as fast as the guest takes it.
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = null;
        }

        var path = Query.RequiredText(context, "path");
        var written = await engine.GuestFiles.WriteAsync(vm, path, Query.Flag(context, "append"), context.Request.Body, context.RequestAborted);
        return Answer.Json(context, new GuestFileWritten(written), ReadableJson.Compact.GuestFileWritten);
    }

    private static async Task<IResult> GetFreezeAsync(string vm, HttpContext context, LodgeEngine engine) =>
        Answer.Json(context, await engine.Freezing.GetAsync(vm, context.RequestAborted), ReadableJson.Compact.GuestFreeze);

    private static async Task<IResult> FreezeAsync(string vm, HttpContext context, LodgeEngine engine)
    {
        var request = await JsonBody.ReadOrNullAsync(context, ApiJson.Default.FreezeGuest) ?? new FreezeGuest();
        var limit = TimeSpan.FromSeconds(request.LimitSeconds);
        return Answer.Json(
            context, await engine.Freezing.FreezeAsync(vm, request.MountPoints, limit, context.RequestAborted), ReadableJson.Compact.GuestFreeze);
    }

    private static async Task<IResult> ThawAsync(string vm, HttpContext context, LodgeEngine engine) =>
        Answer.Json(context, await engine.Freezing.ThawAsync(vm, context.RequestAborted), ReadableJson.Compact.GuestFreeze);
}
