using Lodge.Api.Answers;
using Lodge.Api.Contracts;
using Lodge.Api.Contracts.Checkpoints;
using Lodge.Api.Describing;
using Lodge.Api.Requests;
using Lodge.Engine;
using Lodge.Engine.Checkpoints;
using Lodge.Model.Checkpoints;
using Lodge.Model.Errors;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Lodge.Api.Checkpoints;

/// <summary><c>/v1/vms/{vm}/checkpoints</c>: moments from which later incremental backups begin.</summary>
internal static class CheckpointEndpoints
{
    public static void Map(IEndpointRouteBuilder app)
    {
        var checkpoints = app.MapGroup("/v1/vms/{vm}/checkpoints").WithTags("Checkpoints");
        checkpoints.MapGet("", List).As("listCheckpoints", "A VM's checkpoints, oldest first", ErrorCode.VmNotFound)
            .Answers<IReadOnlyList<CheckpointSummary>>();
        checkpoints.MapPost("", CreateAsync)
            .As("createCheckpoint", "Make a checkpoint of a VM, running or stopped", ErrorCode.VmNotFound, ErrorCode.InvalidState, ErrorCode.Unsupported)
            .MayRead<CreateCheckpoint>().Answers<Checkpoint>(StatusCodes.Status201Created);
        checkpoints.MapGet("/{checkpoint}", Get)
            .As("getCheckpoint", "A checkpoint with the VM's definition of then", ErrorCode.VmNotFound, ErrorCode.CheckpointNotFound).Answers<Checkpoint>();
        checkpoints.MapGet("/{checkpoint}/written", MeasureAsync)
            .As(
                "getWrittenSinceCheckpoint", "How much a running guest wrote to each disk since a checkpoint",
                ErrorCode.VmNotFound, ErrorCode.CheckpointNotFound, ErrorCode.CheckpointBroken, ErrorCode.InvalidState)
            .Answers<IReadOnlyList<WrittenSince>>();
        checkpoints.MapPut("/{checkpoint}", RedefineAsync)
            .As(
                "redefineCheckpoint", "Take a checkpoint whose bitmaps are in the images, or describe one in other words",
                ErrorCode.VmNotFound, ErrorCode.CheckpointBroken, ErrorCode.Unsupported)
            .MayRead<RedefineCheckpoint>().Answers<Checkpoint>();
        checkpoints.MapDelete("/{checkpoint}", DeleteAsync)
            .As("deleteCheckpoint", "Delete a checkpoint; what the others know stays", ErrorCode.VmNotFound, ErrorCode.CheckpointNotFound)
            .Takes<CheckpointScope>("scope", "What goes with it; the checkpoint alone when left out.")
            .Takes<bool>("recordOnly", "Leave the bitmaps in the images, where the checkpoint can be taken from again.")
            .Produces(StatusCodes.Status204NoContent);
    }

    private static IResult List(string vm, HttpContext context, LodgeEngine engine) =>
        Answer.Json(context, CheckpointSummary.Of(engine.Checkpoints.List(vm)), ReadableJson.Compact.IReadOnlyListCheckpointSummary);

    private static IResult Get(string vm, string checkpoint, HttpContext context, LodgeEngine engine) =>
        Answer.Json(context, engine.Checkpoints.Get(vm, checkpoint), ReadableJson.Compact.Checkpoint);

    private static async Task<IResult> MeasureAsync(string vm, string checkpoint, HttpContext context, LodgeEngine engine)
    {
        var sizes = await engine.Checkpoints.MeasureAsync(vm, checkpoint, context.RequestAborted);
        return Answer.Json(context, [.. sizes.Select(item => new WrittenSince(item.Key, item.Value))], ReadableJson.Compact.IReadOnlyListWrittenSince);
    }

    private static async Task<IResult> CreateAsync(string vm, HttpContext context, LodgeEngine engine)
    {
        var request = await JsonBody.ReadOrNullAsync(context, ApiJson.Default.CreateCheckpoint) ?? new CreateCheckpoint();
        var wish = new CheckpointWish { Name = request.Name, Description = request.Description, Quiesce = request.Quiesce, Disks = request.Disks };
        var made = await engine.Checkpoints.CreateAsync(vm, wish, context.RequestAborted);
        return Answer.Json(context, made, ReadableJson.Compact.Checkpoint, StatusCodes.Status201Created);
    }

    private static async Task<IResult> RedefineAsync(string vm, string checkpoint, HttpContext context, LodgeEngine engine)
    {
        var request = await JsonBody.ReadOrNullAsync(context, ApiJson.Default.RedefineCheckpoint) ?? new RedefineCheckpoint();
        var known = new KnownCheckpoint
        {
            Name = checkpoint,
            Description = request.Description,
            Parent = request.Parent,
            CreatedAt = request.CreatedAt,
            Disks = request.Disks,
            MustBeSound = request.MustBeSound,
        };
        return Answer.Json(context, await engine.Checkpoints.RedefineAsync(vm, known, context.RequestAborted), ReadableJson.Compact.Checkpoint);
    }

    private static async Task<IResult> DeleteAsync(string vm, string checkpoint, HttpContext context, LodgeEngine engine)
    {
        var scope = Query.Choice<CheckpointScope>(context, "scope") ?? CheckpointScope.One;
        await engine.Checkpoints.DeleteAsync(vm, checkpoint, scope, Query.Flag(context, "recordOnly"), context.RequestAborted);
        return TypedResults.NoContent();
    }
}
