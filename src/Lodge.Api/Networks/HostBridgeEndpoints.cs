using Lodge.Api.Answers;
using Lodge.Api.Contracts;
using Lodge.Api.Describing;
using Lodge.Api.Requests;
using Lodge.Engine;
using Lodge.Model.Errors;
using Lodge.Model.Networks.HostBridges;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Lodge.Api.Networks;

/// <summary><c>/v1/host/bridges</c>: bridges over interfaces of the host.</summary>
internal static class HostBridgeEndpoints
{
    private static readonly ErrorCode[] Failures = [ErrorCode.NotFound, .. NetworkFailures.OfChange, ErrorCode.InsufficientResources, ErrorCode.Timeout];

    public static void Map(IEndpointRouteBuilder app)
    {
        var bridges = app.MapGroup("/v1/host/bridges").WithTags("Networks");
        bridges.MapGet("", List).As("listHostBridges", "Bridges that Lodge has made over interfaces of the host").Answers<IReadOnlyList<HostBridge>>();
        bridges.MapPost("/plan", PlanAsync).As("planHostBridge", "What making a bridge over an interface would do; nothing is done", Failures)
            .Reads<HostBridgeWish>().Answers<HostBridgePlan>();
        bridges.MapPost("", MakeAsync)
            .As("makeHostBridge", "Make a bridge that takes over what an interface has; it goes back by itself unless it is confirmed in time", Failures)
            .Reads<HostBridgeWish>().Answers<HostBridge>(StatusCodes.Status201Created);
        bridges.MapPost("/{interface}/confirm", ConfirmAsync)
            .As("confirmHostBridge", "Keep a bridge: write the files that make it again at boot, and make the network for guests", Failures).Answers<HostBridge>();
        bridges.MapDelete("/{interface}", UndoAsync).As("undoHostBridge", "Give an interface everything back that the bridge over it has", Failures)
            .Takes<bool>("force", "Whether guests on it are cut off, and files replaced that somebody has changed since; false when absent.")
            .Answers<HostBridge>();
    }

    private static IResult List(HttpContext context, LodgeEngine engine) =>
        Answer.Json(context, engine.HostBridges.List(), ReadableJson.Compact.IReadOnlyListHostBridge);

    private static async Task<IResult> PlanAsync(HttpContext context, LodgeEngine engine)
    {
        var wish = await JsonBody.ReadAsync(context, ApiJson.Default.HostBridgeWish);
        return Answer.Json(context, await engine.HostBridges.PlanAsync(wish, context.RequestAborted), ReadableJson.Compact.HostBridgePlan);
    }

    private static async Task<IResult> MakeAsync(HttpContext context, LodgeEngine engine)
    {
        var wish = await JsonBody.ReadAsync(context, ApiJson.Default.HostBridgeWish);
        var made = await engine.HostBridges.MakeAsync(wish, context.RequestAborted);
        return Answer.Json(context, made, ReadableJson.Compact.HostBridge, StatusCodes.Status201Created);
    }

    private static async Task<IResult> ConfirmAsync(string @interface, HttpContext context, LodgeEngine engine) =>
        Answer.Json(context, await engine.HostBridges.ConfirmAsync(@interface, context.RequestAborted), ReadableJson.Compact.HostBridge);

    private static async Task<IResult> UndoAsync(string @interface, HttpContext context, LodgeEngine engine) => Answer.Json(
        context,
        await engine.HostBridges.UndoAsync(@interface, Query.Flag(context, "force"), context.RequestAborted),
        ReadableJson.Compact.HostBridge);
}
