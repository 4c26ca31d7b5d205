using Lodge.Api.Answers;
using Lodge.Api.Contracts;
using Lodge.Api.Contracts.Storage;
using Lodge.Api.Describing;
using Lodge.Api.Requests;
using Lodge.Engine;
using Lodge.Engine.Ports;
using Lodge.Model.Jobs;
using Lodge.Model.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Lodge.Api.Storage;

/// <summary><c>/v1/pools/{pool}/volumes</c>: the volumes of a storage pool. What may take long is a job.</summary>
internal static class VolumeEndpoints
{
    public static void Map(IEndpointRouteBuilder app)
    {
        var volumes = app.MapGroup("/v1/pools/{pool}/volumes").WithTags("Volumes");
        volumes.MapGet("", ListAsync).As("listVolumes", "The volumes of a storage pool, sorted by name", StorageFailures.OfLook).Answers<IReadOnlyList<Volume>>();
        volumes.MapPost("", CreateAsync).As("createVolume", "Make a volume, empty or from another one", StorageFailures.OfChange)
            .Reads<CreateVolume>().Answers<Job>(StatusCodes.Status202Accepted);
        volumes.MapGet("/{volume}", GetAsync).As("getVolume", "A volume with all that it is based on", StorageFailures.OfLook).Answers<Volume>();
        volumes.MapDelete("/{volume}", DeleteAsync).As("deleteVolume", "Delete a volume that no VM and no other volume needs", StorageFailures.OfChange)
            .Takes<bool>("force", "Delete it though the definition of a VM that does not run names it; false when absent.")
            .Produces(StatusCodes.Status204NoContent);
        volumes.MapGet("/{volume}/users", UsersAsync).As("listVolumeUsers", "The VMs and volumes that need a volume", StorageFailures.OfLook)
            .Answers<IReadOnlyList<VolumeUser>>();
        volumes.MapPost("/{volume}/resize", ResizeAsync).As("resizeVolume", "Change what a guest sees of a volume; a running guest sees it at once", StorageFailures.OfChange)
            .Reads<ResizeVolume>().Answers<Job>(StatusCodes.Status202Accepted);
        volumes.MapPost("/{volume}/wipe", WipeAsync).As("wipeVolume", "Overwrite a volume; its size stays", StorageFailures.OfChange)
            .MayRead<WipeVolume>().Answers<Job>(StatusCodes.Status202Accepted);
        volumes.MapPost("/{volume}/rebase", RebaseAsync)
            .As("rebaseVolume", "Base a volume on another image, or on none; what a guest reads of it stays the same", StorageFailures.OfChange)
            .MayRead<RebaseVolume>().Answers<Job>(StatusCodes.Status202Accepted);
    }

    private static async Task<IResult> ListAsync(string pool, HttpContext context, LodgeEngine engine) =>
        Answer.Json(context, await engine.Volumes.ListAsync(pool, context.RequestAborted), ReadableJson.Compact.IReadOnlyListVolume);

    private static async Task<IResult> CreateAsync(string pool, HttpContext context, LodgeEngine engine)
    {
        var request = await JsonBody.ReadAsync(context, ApiJson.Default.CreateVolume);
        return Answer.Accepted(context, engine.Volumes.BeginCreate(pool, request.Volume, request.From));
    }

    private static async Task<IResult> GetAsync(string pool, string volume, HttpContext context, LodgeEngine engine) =>
        Answer.Json(context, await engine.Volumes.GetAsync(new VolumeName(pool, volume), context.RequestAborted), ReadableJson.Compact.Volume);

    private static async Task<IResult> DeleteAsync(string pool, string volume, HttpContext context, LodgeEngine engine)
    {
        await engine.Volumes.DeleteAsync(new VolumeName(pool, volume), Query.Flag(context, "force"), context.RequestAborted);
        return TypedResults.NoContent();
    }

    private static async Task<IResult> UsersAsync(string pool, string volume, HttpContext context, LodgeEngine engine) =>
        Answer.Json(context, await engine.Volumes.UsersOfAsync(new VolumeName(pool, volume), context.RequestAborted), ReadableJson.Compact.IReadOnlyListVolumeUser);

    private static async Task<IResult> ResizeAsync(string pool, string volume, HttpContext context, LodgeEngine engine)
    {
        var request = await JsonBody.ReadAsync(context, ApiJson.Default.ResizeVolume);
        var resize = new VolumeResize(request.Capacity.Bytes, request.Shrink, request.Allocate);
        return Answer.Accepted(context, engine.Volumes.BeginResize(new VolumeName(pool, volume), resize));
    }

    private static async Task<IResult> WipeAsync(string pool, string volume, HttpContext context, LodgeEngine engine)
    {
        var request = await JsonBody.ReadOrNullAsync(context, ApiJson.Default.WipeVolume);
        return Answer.Accepted(context, engine.Volumes.BeginWipe(new VolumeName(pool, volume), request?.Method ?? WipeMethod.Zero));
    }

    private static async Task<IResult> RebaseAsync(string pool, string volume, HttpContext context, LodgeEngine engine)
    {
        var request = await JsonBody.ReadOrNullAsync(context, ApiJson.Default.RebaseVolume);
        return Answer.Accepted(context, engine.Volumes.BeginRebase(new VolumeName(pool, volume), request?.Backing));
    }
}
