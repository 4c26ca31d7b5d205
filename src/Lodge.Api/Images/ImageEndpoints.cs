using Lodge.Api.Answers;
using Lodge.Api.Contracts;
using Lodge.Api.Describing;
using Lodge.Api.Requests;
using Lodge.Engine;
using Lodge.Engine.Ports;
using Lodge.Model.Errors;
using Lodge.Model.Images;
using Lodge.Model.Jobs;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Lodge.Api.Images;

/// <summary><c>/v1/images</c>: what VMs can be launched from.</summary>
internal static class ImageEndpoints
{
    public static void Map(IEndpointRouteBuilder app)
    {
        var images = app.MapGroup("/v1/images").WithTags("Images");
        images.MapGet("", ListAsync).As("listImages", "Images that VMs can be launched from").Answers<IReadOnlyList<ImageInfo>>();
        images.MapGet("/published", ListPublishedAsync).As("listPublishedImages", "Images that vendors publish and that can be pulled", ErrorCode.BadFile)
            .Answers<IReadOnlyList<CatalogueImage>>();
        images.MapPost("/build", BuildAsync).As("buildImage", "Build an image from the host's own packages")
            .Reads<BuildImage>().Answers<Job>(StatusCodes.Status202Accepted);
        images.MapPost("/pull", PullAsync).As("pullImage", "Download an image that its vendor publishes", ErrorCode.ImageNotFound)
            .Reads<PullImage>().Answers<Job>(StatusCodes.Status202Accepted);
        images.MapPost("/import", ImportAsync).As("importImage", "Make an image from a file of the daemon's host")
            .Reads<ImportImage>().Answers<Job>(StatusCodes.Status202Accepted);
        images.MapGet("/{**name}", GetAsync).As("getImage", "One image; a slash in its name may stand as it is, or as %2F", ErrorCode.ImageNotFound).Answers<ImageInfo>();
        images.MapDelete("/{**name}", DeleteAsync)
            .As("deleteImage", "Delete an image that no VM needs", ErrorCode.ImageNotFound, ErrorCode.ImageInUse)
            .Produces(StatusCodes.Status204NoContent);
    }

    private static async Task<IResult> ListAsync(HttpContext context, LodgeEngine engine) =>
        Answer.Json(context, await engine.Images.ListAsync(context.RequestAborted), ReadableJson.Compact.IReadOnlyListImageInfo);

    private static async Task<IResult> ListPublishedAsync(HttpContext context, LodgeEngine engine) =>
        Answer.Json(context, await engine.Images.ListPublishedAsync(context.RequestAborted), ReadableJson.Compact.IReadOnlyListCatalogueImage);

    private static async Task<IResult> GetAsync(string name, HttpContext context, LodgeEngine engine) =>
        Answer.Json(context, await engine.Images.GetAsync(Uri.UnescapeDataString(name), context.RequestAborted), ReadableJson.Compact.ImageInfo);

    private static async Task<IResult> BuildAsync(HttpContext context, LodgeEngine engine)
    {
        var request = await JsonBody.ReadAsync(context, ApiJson.Default.BuildImage);
        return Answer.Accepted(context, engine.Images.Build(new ImageBuild(request.Name, request.Suite, request.Packages)));
    }

    private static async Task<IResult> PullAsync(HttpContext context, LodgeEngine engine)
    {
        var request = await JsonBody.ReadAsync(context, ApiJson.Default.PullImage);
        return Answer.Accepted(context, await engine.Images.PullAsync(request.Name, request.Architecture, context.RequestAborted));
    }

    private static async Task<IResult> ImportAsync(HttpContext context, LodgeEngine engine)
    {
        var request = await JsonBody.ReadAsync(context, ApiJson.Default.ImportImage);
        var details = new ImportDetails(request.Description, request.User, request.Firmware);
        return Answer.Accepted(context, engine.Images.Import(new ImageImport(request.Path, request.Name, request.Format, details)));
    }

    private static async Task<IResult> DeleteAsync(string name, HttpContext context, LodgeEngine engine)
    {
        await engine.Images.DeleteAsync(Uri.UnescapeDataString(name), context.RequestAborted);
        return TypedResults.NoContent();
    }
}
