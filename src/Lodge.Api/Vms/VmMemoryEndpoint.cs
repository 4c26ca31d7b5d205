using Lodge.Api.Answers;
using Lodge.Api.Contracts;
using Lodge.Api.Describing;
using Lodge.Engine;
using Lodge.Model.Errors;
using Lodge.Model.Vms.Guest;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Lodge.Api.Vms;

/// <summary><c>/v1/vms/{vm}/memory</c>: what the guest says of its memory.</summary>
internal static class VmMemoryEndpoint
{
    public static void Map(IEndpointRouteBuilder app) => app.MapGet("/v1/vms/{vm}/memory", GetAsync).WithTags("VMs")
        .As(
            "getGuestMemory",
            "What a running guest says of its memory",
            ErrorCode.VmNotFound, ErrorCode.InvalidState, ErrorCode.Unsupported, ErrorCode.HypervisorFailed, ErrorCode.Timeout)
        .Answers<GuestMemory>();

    private static async Task<IResult> GetAsync(string vm, HttpContext context, LodgeEngine engine) =>
        Answer.Json(context, await engine.Memory.ReadAsync(vm, context.RequestAborted), ReadableJson.Compact.GuestMemory);
}
