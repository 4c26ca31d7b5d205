using Lodge.Api.Answers;
using Lodge.Api.Contracts;
using Lodge.Api.Contracts.Storage;
using Lodge.Api.Describing;
using Lodge.Api.Requests;
using Lodge.Engine;
using Lodge.Model.Errors;
using Lodge.Model.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;

namespace Lodge.Api.Storage;

/// <summary>
/// <c>/v1/pools/{pool}/volumes/{volume}/content</c>: the bytes of a volume. One that was interrupted goes on at the offset
/// that it came to.
/// </summary>
internal static class VolumeContentEndpoints
{
    private const string Bytes = "application/octet-stream";
    private const string OffsetHelp = "The first byte; 0 when absent.";

    public static void Map(IEndpointRouteBuilder app)
    {
        var content = app.MapGroup("/v1/pools/{pool}/volumes/{volume}/content").WithTags("Volumes");
        content.MapGet("", DownloadAsync).As("downloadVolume", "The bytes of a volume's file or device", StorageFailures.OfChange)
            .Takes<long>("offset", OffsetHelp).Takes<long>("length", "How many bytes at most; to the end when absent.")
            .Produces<string>(StatusCodes.Status200OK, Bytes);
        content.MapPut("", UploadAsync).As("uploadVolume", "Write the body, of any length, over the bytes of a volume that no running VM has", StorageFailures.OfChange)
            .Takes<long>("offset", OffsetHelp)
            .Accepts<string>(isOptional: true, Bytes, "*/*").Answers<VolumeWritten>();
    }

    private static async Task DownloadAsync(string pool, string volume, HttpContext context, LodgeEngine engine)
    {
        var (offset, most, response) = (Query.Count(context, "offset") ?? 0, Query.Count(context, "length"), context.Response);
        await using var open = await engine.Volumes.OpenAsync(new VolumeName(pool, volume), write: false, context.RequestAborted);
        var length = Math.Max(0, open.Content.Length - offset);
        response.ContentLength = most is { } limit ? Math.Min(length, limit) : length;
        response.ContentType = Bytes;
        response.Headers.CacheControl = "no-store";
        response.Headers.XContentTypeOptions = "nosniff";
        try
        {
            await open.CopyToAsync(offset, response.ContentLength.Value, response.Body, null, context.RequestAborted);
        }
        catch (LodgeException) when (response.HasStarted)
        {
            // The status is on its way already: only a broken answer can still tell that it is not whole.
            context.Abort();
        }
    }

    private static async Task<IResult> UploadAsync(string pool, string volume, HttpContext context, LodgeEngine engine)
    {
        // It passes through, piece by piece, as fast as the storage takes it.
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = null;
        }

        var offset = Query.Count(context, "offset") ?? 0;
        var written = await engine.Volumes.UploadAsync(
            new VolumeName(pool, volume), offset, context.Request.ContentLength, context.Request.Body, null, context.RequestAborted);
        return Answer.Json(context, new VolumeWritten(written), ReadableJson.Compact.VolumeWritten);
    }
}
