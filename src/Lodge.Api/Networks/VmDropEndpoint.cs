using Lodge.Api.Answers;
using Lodge.Api.Contracts;
using Lodge.Api.Describing;
using Lodge.Engine;
using Lodge.Model.Errors;
using Lodge.Model.Firewall;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Lodge.Api.Networks;

/// <summary><c>/v1/vms/{vm}/drops</c>: what the firewall does not let through of a VM's cards.</summary>
internal static class VmDropEndpoint
{
    public static void Map(IEndpointRouteBuilder app) => app.MapGet("/v1/vms/{vm}/drops", GetAsync)
        .WithTags("VMs")
        .As("listDrops", "Frames of a running VM's cards that the firewall has dropped: forged ones, and those that no security group allows", ErrorCode.VmNotFound)
        .Answers<IReadOnlyList<NicDrops>>();

    private static async Task<IResult> GetAsync(string vm, HttpContext context, LodgeEngine engine) =>
        Answer.Json(context, await engine.Networks.ListDropsAsync(vm, context.RequestAborted), ReadableJson.Compact.IReadOnlyListNicDrops);
}
