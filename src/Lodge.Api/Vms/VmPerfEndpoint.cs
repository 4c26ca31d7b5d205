using Lodge.Api.Answers;
using Lodge.Api.Contracts;
using Lodge.Api.Describing;
using Lodge.Engine;
using Lodge.Model.Errors;
using Lodge.Model.Vms.Usage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Lodge.Api.Vms;

/// <summary><c>/v1/vms/{vm}/perf</c>: what the kernel has counted of a VM.</summary>
internal static class VmPerfEndpoint
{
    public static void Map(IEndpointRouteBuilder app) => app.MapGet("/v1/vms/{vm}/perf", GetAsync).WithTags("VMs")
        .As(
            "getPerfCounts",
            "What the kernel has counted of a running VM's threads, event by event, as tuning.perfEvents asks for",
            ErrorCode.VmNotFound, ErrorCode.InvalidState)
        .Answers<IReadOnlyList<PerfCount>>();

    private static async Task<IResult> GetAsync(string vm, HttpContext context, LodgeEngine engine) =>
        Answer.Json(context, await engine.Statistics.ReadPerfAsync(vm, context.RequestAborted), ReadableJson.Compact.IReadOnlyListPerfCount);
}
