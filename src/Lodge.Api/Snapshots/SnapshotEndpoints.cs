using Lodge.Api.Answers;
using Lodge.Api.Contracts;
using Lodge.Api.Contracts.Snapshots;
using Lodge.Api.Describing;
using Lodge.Api.Requests;
using Lodge.Engine;
using Lodge.Engine.Snapshots;
using Lodge.Model.Errors;
using Lodge.Model.Jobs;
using Lodge.Model.Snapshots;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Lodge.Api.Snapshots;

/// <summary><c>/v1/vms/{vm}/snapshots</c>: a VM at moments that somebody wanted to keep.</summary>
internal static class SnapshotEndpoints
{
    public static void Map(IEndpointRouteBuilder app)
    {
        var snapshots = app.MapGroup("/v1/vms/{vm}/snapshots").WithTags("Snapshots");
        snapshots.MapGet("", List).As("listSnapshots", "A VM's snapshots, oldest first", ErrorCode.VmNotFound)
            .Answers<IReadOnlyList<SnapshotSummary>>();
        snapshots.MapPost("", CreateAsync)
            .As("createSnapshot", "Make a snapshot of a VM, running or stopped", ErrorCode.VmNotFound, ErrorCode.InvalidState)
            .MayRead<CreateSnapshot>().Answers<Job>(StatusCodes.Status202Accepted);
        snapshots.MapGet("/{snapshot}", Get)
            .As("getSnapshot", "A snapshot with the VM's definition of then", ErrorCode.VmNotFound, ErrorCode.SnapshotNotFound).Answers<Snapshot>();
        snapshots.MapPost("/{snapshot}/revert", RevertAsync)
            .As("revertToSnapshot", "Bring a VM back to a snapshot", ErrorCode.VmNotFound, ErrorCode.SnapshotNotFound, ErrorCode.InvalidState)
            .MayRead<RevertSnapshot>().Answers<Job>(StatusCodes.Status202Accepted);
        snapshots.MapDelete("/{snapshot}", Delete)
            .As("deleteSnapshot", "Delete a snapshot, and merge its images into those that stand on them", ErrorCode.VmNotFound, ErrorCode.SnapshotNotFound)
            .Takes<SnapshotScope>("scope", "What goes with it; the snapshot alone when left out.")
            .Answers<Job>(StatusCodes.Status202Accepted);
    }

    private static IResult List(string vm, HttpContext context, LodgeEngine engine) =>
        Answer.Json(context, SnapshotSummary.Of(engine.Snapshots.List(vm)), ReadableJson.Compact.IReadOnlyListSnapshotSummary);

    private static IResult Get(string vm, string snapshot, HttpContext context, LodgeEngine engine) =>
        Answer.Json(context, engine.Snapshots.Get(vm, snapshot), ReadableJson.Compact.Snapshot);

    private static async Task<IResult> CreateAsync(string vm, HttpContext context, LodgeEngine engine)
    {
        var request = await JsonBody.ReadOrNullAsync(context, ApiJson.Default.CreateSnapshot) ?? new CreateSnapshot();
        return Answer.Accepted(context, engine.Snapshots.Create(vm, new SnapshotWish
        {
            Name = request.Name,
            Description = request.Description,
            Memory = request.Memory,
            Quiesce = request.Quiesce,
            Internal = request.Internal,
            Disks = request.Disks,
        }));
    }

    private static async Task<IResult> RevertAsync(string vm, string snapshot, HttpContext context, LodgeEngine engine)
    {
        var request = await JsonBody.ReadOrNullAsync(context, ApiJson.Default.RevertSnapshot) ?? new RevertSnapshot();
        return Answer.Accepted(context, engine.Snapshots.Revert(vm, snapshot, request.To));
    }

    private static IResult Delete(string vm, string snapshot, HttpContext context, LodgeEngine engine) =>
        Answer.Accepted(context, engine.Snapshots.Delete(vm, snapshot, Query.Choice<SnapshotScope>(context, "scope") ?? SnapshotScope.One));
}
