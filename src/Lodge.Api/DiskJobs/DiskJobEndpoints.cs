using Lodge.Api.Answers;
using Lodge.Api.Contracts;
using Lodge.Api.Contracts.DiskJobs;
using Lodge.Api.Describing;
using Lodge.Api.Requests;
using Lodge.Api.Storage;
using Lodge.Engine;
using Lodge.Engine.DiskJobs;
using Lodge.Model.DiskJobs;
using Lodge.Model.Errors;
using Lodge.Model.Jobs;
using Lodge.Model.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Lodge.Api.DiskJobs;

/// <summary><c>/v1/disk-jobs</c> and <c>/v1/vms/{vm}/disks/{disk}</c>: copying, merging and moving disks while guests use them.</summary>
internal static class DiskJobEndpoints
{
    private static readonly ErrorCode[] s_begin = [ErrorCode.VmNotFound, ErrorCode.InvalidState, ErrorCode.Busy, ErrorCode.ImageInUse, ErrorCode.PoolNotFound, ErrorCode.VolumeNotFound];
    private static readonly ErrorCode[] s_change = [ErrorCode.VmNotFound, ErrorCode.JobNotFound, ErrorCode.InvalidState];

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/v1/disk-jobs", List).WithTags("Disks").As("listDiskJobs", "The work on disks that goes on, by VM and disk", ErrorCode.VmNotFound)
            .TakesText("vm", "Only that of this VM: name or id.", isRequired: false).Answers<IReadOnlyList<DiskJobStatus>>();
        app.MapPost("/v1/pools/{pool}/volumes/{volume}/move", MoveAsync).WithTags("Volumes")
            .As("moveVolume", "Move a volume to another pool, be it the disk of a running VM", StorageFailures.OfChange)
            .Reads<MoveVolume>().Answers<Job>(StatusCodes.Status202Accepted);
        var disks = app.MapGroup("/v1/vms/{vm}/disks/{disk}").WithTags("Disks");
        disks.MapPost("/copy", CopyAsync).As("copyDisk", "Copy a disk, and go on in the copy if asked to", s_begin)
            .Reads<CopyDisk>().Answers<Job>(StatusCodes.Status202Accepted);
        disks.MapPost("/pull", PullAsync).As("pullDisk", "Copy into a disk's image what it reads from those below it", s_begin)
            .MayRead<PullDisk>().Answers<Job>(StatusCodes.Status202Accepted);
        disks.MapPost("/commit", CommitAsync).As("commitDisk", "Copy images of a disk into one below them", s_begin)
            .MayRead<CommitDisk>().Answers<Job>(StatusCodes.Status202Accepted);
        disks.MapPost("/resize", ResizeAsync).As("resizeDisk", "Change what the guest sees of a disk of a running VM", ErrorCode.VmNotFound, ErrorCode.InvalidState)
            .Reads<ResizeDisk>().Produces(StatusCodes.Status204NoContent);
        disks.MapGet("/job", Get).As("getDiskJob", "The work on a disk", ErrorCode.VmNotFound, ErrorCode.JobNotFound).Answers<DiskJobStatus>();
        disks.MapPatch("/job", ChangeAsync).As("changeDiskJob", "Limit how much is copied, from now on", s_change)
            .Reads<ChangeDiskJob>().Answers<DiskJobStatus>();
        disks.MapPost("/job/pivot", PivotAsync).As("pivotDiskJob", "Have the guest go on in the copy, as soon as it has caught up", s_change)
            .Answers<Job>(StatusCodes.Status202Accepted);
        disks.MapDelete("/job", EndAsync)
            .As("endDiskJob", "End the work on a disk: a copy that has caught up and waits is left as it is, all else is undone", s_change).Answers<Job>();
    }

    private static IResult List(HttpContext context, LodgeEngine engine) =>
        Answer.Json(context, engine.DiskJobs.List(Query.Text(context, "vm")), ReadableJson.Compact.IReadOnlyListDiskJobStatus);

    private static IResult Get(string vm, string disk, HttpContext context, LodgeEngine engine) =>
        Answer.Json(context, Find(vm, disk, engine), ReadableJson.Compact.DiskJobStatus);

    private static async Task<IResult> CopyAsync(string vm, string disk, HttpContext context, LodgeEngine engine)
    {
        var request = await JsonBody.ReadAsync(context, ApiJson.Default.CopyDisk);
        return await BeginAsync(context, engine, vm, new DiskJobWish
        {
            Disk = disk,
            Kind = DiskJobKind.Copy,
            Pool = request.Pool,
            Volume = request.Volume,
            Path = request.Path,
            Format = request.Format,
            Reuse = request.Reuse,
            Shallow = request.Shallow,
            Synchronous = request.Synchronous,
            AtReady = request.AtReady,
            DeleteSource = request.DeleteSource,
            Speed = request.Rate?.Bytes ?? 0,
        });
    }

    private static async Task<IResult> PullAsync(string vm, string disk, HttpContext context, LodgeEngine engine)
    {
        var request = await JsonBody.ReadOrNullAsync(context, ApiJson.Default.PullDisk) ?? new PullDisk();
        return await BeginAsync(context, engine, vm, new DiskJobWish { Disk = disk, Kind = DiskJobKind.Pull, Base = request.Base, Speed = request.Rate?.Bytes ?? 0 });
    }

    private static async Task<IResult> CommitAsync(string vm, string disk, HttpContext context, LodgeEngine engine)
    {
        var request = await JsonBody.ReadOrNullAsync(context, ApiJson.Default.CommitDisk) ?? new CommitDisk();
        return await BeginAsync(context, engine, vm, new DiskJobWish
        {
            Disk = disk,
            Kind = DiskJobKind.Commit,
            Top = request.Top,
            Base = request.Base,
            DeleteImages = request.DeleteImages,
            AtReady = request.AtReady ?? AtReady.Pivot,
            Speed = request.Rate?.Bytes ?? 0,
        });
    }

    private static async Task<IResult> ResizeAsync(string vm, string disk, HttpContext context, LodgeEngine engine)
    {
        var request = await JsonBody.ReadAsync(context, ApiJson.Default.ResizeDisk);
        await engine.Disks.ResizeAsync(vm, disk, request.Capacity.Bytes, context.RequestAborted);
        return TypedResults.NoContent();
    }

    private static async Task<IResult> ChangeAsync(string vm, string disk, HttpContext context, LodgeEngine engine)
    {
        var request = await JsonBody.ReadAsync(context, ApiJson.Default.ChangeDiskJob);
        await engine.DiskJobs.SetSpeedAsync(vm, disk, request.Rate.Bytes, context.RequestAborted);
        return Answer.Json(context, Find(vm, disk, engine), ReadableJson.Compact.DiskJobStatus);
    }

    private static async Task<IResult> PivotAsync(string vm, string disk, HttpContext context, LodgeEngine engine) =>
        Answer.Accepted(context, await engine.DiskJobs.PivotAsync(vm, disk, mustBeReady: false, context.RequestAborted));

    private static async Task<IResult> EndAsync(string vm, string disk, HttpContext context, LodgeEngine engine) =>
        Answer.Json(context, await engine.DiskJobs.EndAsync(vm, disk, wait: true, context.RequestAborted), ReadableJson.Compact.Job);

    private static async Task<IResult> MoveAsync(string pool, string volume, HttpContext context, LodgeEngine engine)
    {
        var request = await JsonBody.ReadAsync(context, ApiJson.Default.MoveVolume);
        var move = new VolumeMove(request.Pool, request.Volume, request.Format, request.Keep, request.Rate?.Bytes ?? 0);
        return Answer.Accepted(context, await engine.VolumeMoves.BeginAsync(new VolumeName(pool, volume), move, context.RequestAborted));
    }

    private static async Task<IResult> BeginAsync(HttpContext context, LodgeEngine engine, string vm, DiskJobWish wish) =>
        Answer.Accepted(context, await engine.DiskJobs.BeginAsync(vm, wish, context.RequestAborted));

    private static DiskJobStatus Find(string vm, string disk, LodgeEngine engine) => engine.DiskJobs.Find(vm, disk)
        ?? throw new LodgeException(ErrorCode.JobNotFound, $"Nothing is done to disk '{disk}' of VM '{vm}'.", "GET /v1/disk-jobs lists the work on disks.");
}
