using Lodge.Api.Answers;
using Lodge.Api.Contracts;
using Lodge.Api.Contracts.Devices;
using Lodge.Api.Describing;
using Lodge.Api.Requests;
using Lodge.Api.Vms;
using Lodge.Engine;
using Lodge.Model.Errors;
using Lodge.Model.Vms.Changes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Lodge.Api.Devices;

/// <summary><c>/v1/vms/{vm}/devices</c>: what a VM has, and plugging it in and out.</summary>
internal static class DeviceEndpoints
{
    private static readonly ErrorCode[] Failures =
        [.. VmFailures.OfStart, ErrorCode.VmNotFound, ErrorCode.RevisionMismatch];

    public static void Map(IEndpointRouteBuilder app)
    {
        var devices = app.MapGroup("/v1/vms/{vm}/devices").WithTags("Devices");
        devices.MapGet("", List).As("listDevices", "The devices of a VM: those that run, and those of its next start", ErrorCode.VmNotFound)
            .Answers<IReadOnlyList<DeviceSummary>>();
        devices.MapPost("", AttachAsync).As("attachDevice", "Add a device; a running VM has it at once", Failures)
            .TakesScope().Reads<AnyDevice>().Answers<ChangeOutcome>();
        devices.MapPut("/{device}", UpdateAsync)
            .As("updateDevice", "Change a device in place: a medium, limits, a link", Failures)
            .TakesScope()
            .Takes<double>("timeout", "Seconds that the guest gets to open a tray that it has locked, up to 600; 10 when absent.")
            .Takes<bool>("force", "Whether a tray that the guest has locked is opened against its will; false when absent.")
            .Reads<AnyDevice>().Answers<ChangeOutcome>();
        devices.MapDelete("/{device}", DetachAsync)
            .As("detachDevice", "Take a device away; a running guest is asked to release it", Failures)
            .TakesScope()
            .Takes<double>("timeout", "Seconds that the guest gets to release it, up to 600; 10 when absent.")
            .Answers<ChangeOutcome>();
    }

    private static IResult List(string vm, HttpContext context, LodgeEngine engine) =>
        Answer.Json(context, DeviceSummaries.Of(engine.Vms.Get(vm)), ReadableJson.Compact.IReadOnlyListDeviceSummary);

    private static async Task<IResult> AttachAsync(string vm, HttpContext context, LodgeEngine engine)
    {
        var request = ChangeQuery.Read(context, engine.Vms.Get(vm));
        var device = (await JsonBody.ReadAsync(context, ApiJson.Default.AnyDevice)).Device();
        return new OutcomeAnswer(await engine.Changes.AttachAsync(vm, device, request, context.RequestAborted));
    }

    private static async Task<IResult> UpdateAsync(string vm, string device, HttpContext context, LodgeEngine engine)
    {
        var request = ChangeQuery.Read(context, engine.Vms.Get(vm));
        var after = (await JsonBody.ReadAsync(context, ApiJson.Default.AnyDevice)).Device();
        if (after.Alias is not null && after.Alias != device)
        {
            throw new LodgeException(
                ErrorCode.InvalidArgument, $"The device '{device}' cannot be called '{after.Alias}' from now on: an alias stays.", "Leave the alias out.");
        }

        return new OutcomeAnswer(await engine.Changes.UpdateAsync(vm, after with { Alias = device }, request, context.RequestAborted));
    }

    private static async Task<IResult> DetachAsync(string vm, string device, HttpContext context, LodgeEngine engine)
    {
        var request = ChangeQuery.Read(context, engine.Vms.Get(vm));
        return new OutcomeAnswer(await engine.Changes.DetachAsync(vm, device, request, context.RequestAborted));
    }
}
