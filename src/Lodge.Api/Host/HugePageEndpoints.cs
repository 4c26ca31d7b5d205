using Lodge.Api.Answers;
using Lodge.Api.Contracts;
using Lodge.Api.Describing;
using Lodge.Api.Requests;
using Lodge.Engine;
using Lodge.Model.Errors;
using Lodge.Model.Host;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Lodge.Api.Host;

/// <summary><c>/v1/host/hugepages</c>: memory in large pages.</summary>
internal static class HugePageEndpoints
{
    public static void Map(IEndpointRouteBuilder app)
    {
        var pages = app.MapGroup("/v1/host/hugepages").WithTags("Host");
        pages.MapGet("", Get).As("getHugePages", "How many huge pages there are, and who uses them").Answers<HugePageReport>();
        pages.MapPut("", ReserveAsync)
            .As("reserveHugePages", "Reserve huge pages, or give them back", ErrorCode.InsufficientResources, ErrorCode.InvalidState, ErrorCode.Unsupported)
            .Reads<HugePageRequest>().Answers<HugePageReport>();
    }

    private static IResult Get(HttpContext context, LodgeEngine engine) =>
        Answer.Json(context, engine.HugePages.Read(), ReadableJson.Compact.HugePageReport);

    private static async Task<IResult> ReserveAsync(HttpContext context, LodgeEngine engine)
    {
        var request = await JsonBody.ReadAsync(context, ApiJson.Default.HugePageRequest);
        return Answer.Json(context, await engine.HugePages.ReserveAsync(request, context.RequestAborted), ReadableJson.Compact.HugePageReport);
    }
}
