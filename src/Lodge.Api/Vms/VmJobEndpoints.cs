using Lodge.Api.Answers;
using Lodge.Api.Contracts;
using Lodge.Api.Describing;
using Lodge.Api.Requests;
using Lodge.Engine;
using Lodge.Model.Errors;
using Lodge.Model.Jobs;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Lodge.Api.Vms;

/// <summary>Actions on VMs that take long: answered at once with a job.</summary>
internal static class VmJobEndpoints
{
    public static void Map(IEndpointRouteBuilder app)
    {
        var api = app.MapGroup("/v1").WithTags("Lifecycle");
        api.MapPost("/vms/{vm}/shutdown", ShutDownAsync)
            .As("shutDownVm", "Ask the guest to power off", ErrorCode.VmNotFound, ErrorCode.InvalidState)
            .MayRead<ShutDownVm>().Answers<Job>(StatusCodes.Status202Accepted);
        api.MapPost("/vms/{vm}/reboot", RebootAsync)
            .As("rebootVm", "Ask the guest to power off, and start it again", ErrorCode.VmNotFound, ErrorCode.InvalidState)
            .MayRead<RebootVm>().Answers<Job>(StatusCodes.Status202Accepted);
        api.MapPost("/vms/{vm}/save", SaveAsync)
            .As("saveVm", "Write the guest's memory to disk and end its QEMU", ErrorCode.VmNotFound, ErrorCode.InvalidState)
            .MayRead<SaveVm>().Answers<Job>(StatusCodes.Status202Accepted);
        api.MapPost("/restore", RestoreAsync)
            .As(
                "restoreVm",
                "Bring back the VM that was saved to a file",
                ErrorCode.FileNotFound, ErrorCode.FileNotAccessible, ErrorCode.BadFile, ErrorCode.InvalidState, ErrorCode.VmExists)
            .Reads<RestoreVm>().Answers<Job>(StatusCodes.Status202Accepted);
    }

    private static async Task<IResult> ShutDownAsync(string vm, HttpContext context, LodgeEngine engine)
    {
        var request = await JsonBody.ReadOrNullAsync(context, ApiJson.Default.ShutDownVm) ?? new ShutDownVm();
        return Answer.Accepted(context, engine.Shutdown.ShutDown(vm, TimeSpan.FromSeconds(request.TimeoutSeconds), request.Escalation, request.Method));
    }

    private static async Task<IResult> RebootAsync(string vm, HttpContext context, LodgeEngine engine)
    {
        var request = await JsonBody.ReadOrNullAsync(context, ApiJson.Default.RebootVm) ?? new RebootVm();
        return Answer.Accepted(context, engine.Shutdown.Reboot(vm, TimeSpan.FromSeconds(request.TimeoutSeconds), request.Escalation, request.Method));
    }

    private static async Task<IResult> SaveAsync(string vm, HttpContext context, LodgeEngine engine)
    {
        var request = await JsonBody.ReadOrNullAsync(context, ApiJson.Default.SaveVm) ?? new SaveVm();
        return Answer.Accepted(context, engine.Saving.Save(vm, request.Path));
    }

    private static async Task<IResult> RestoreAsync(HttpContext context, LodgeEngine engine)
    {
        var request = await JsonBody.ReadAsync(context, ApiJson.Default.RestoreVm);
        return Answer.Accepted(context, await engine.Saving.RestoreAsync(request.Path, request.Paused ? true : null, null, context.RequestAborted));
    }
}
