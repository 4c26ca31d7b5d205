using Lodge.Api.Answers;
using Lodge.Api.Contracts;
using Lodge.Api.Describing;
using Lodge.Api.Requests;
using Lodge.Engine;
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
        images.MapPost("/build", BuildAsync).As("buildImage", "Build an image from the host's own packages")
            .Reads<BuildImage>().Answers<Job>(StatusCodes.Status202Accepted);
        images.MapGet("/{name}", GetAsync).As("getImage", "One image", ErrorCode.ImageNotFound).Answers<ImageInfo>();
    }

    private static async Task<IResult> ListAsync(HttpContext context, LodgeEngine engine) =>
        Answer.Json(context, await engine.Images.ListAsync(context.RequestAborted), ReadableJson.Compact.IReadOnlyListImageInfo);

    private static async Task<IResult> GetAsync(string name, HttpContext context, LodgeEngine engine) =>
        Answer.Json(context, await engine.Images.GetAsync(name, context.RequestAborted), ReadableJson.Compact.ImageInfo);

    private static async Task<IResult> BuildAsync(HttpContext context, LodgeEngine engine)
    {
        var request = await JsonBody.ReadAsync(context, ApiJson.Default.BuildImage);
        return Answer.Accepted(context, engine.Images.Build(request.Name));
    }
}
