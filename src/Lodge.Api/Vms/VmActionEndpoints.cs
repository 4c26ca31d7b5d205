using Lodge.Api.Answers;
using Lodge.Api.Contracts;
using Lodge.Api.Describing;
using Lodge.Api.Requests;
using Lodge.Engine;
using Lodge.Model.Errors;
using Lodge.Model.Vms;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Lodge.Api.Vms;

/// <summary><c>POST /v1/vms/{vm}/…</c>: actions that are done when they are answered.</summary>
internal static class VmActionEndpoints
{
    public static void Map(IEndpointRouteBuilder app)
    {
        var vm = app.MapGroup("/v1/vms/{vm}").WithTags("Lifecycle");
        vm.MapPost("/start", StartAsync)
            .As("startVm", "Start a VM: from its managed save if there is one, else by booting it", [ErrorCode.VmNotFound, .. VmFailures.OfStart])
            .MayRead<StartVm>().Answers<Vm>();
        vm.MapPost("/pause", PauseAsync).As("pauseVm", "Halt the guest's processors", VmFailures.OfChange).Answers<Vm>();
        vm.MapPost("/resume", ResumeAsync)
            .As("resumeVm", "Let a paused guest run, or wake a sleeping one", VmFailures.OfChange).Answers<Vm>();
        vm.MapPost("/reset", ResetAsync).As("resetVm", "Press the reset button", VmFailures.OfChange).Answers<Vm>();
        vm.MapPost("/kill", KillAsync).As("killVm", "Pull the plug", VmFailures.OfChange).Answers<Vm>();
        vm.MapPost("/rename", RenameAsync)
            .As(
                "renameVm",
                "Give a VM another name; a running one keeps running",
                ErrorCode.VmNotFound, ErrorCode.VmExists, ErrorCode.InvalidState, ErrorCode.Busy, ErrorCode.StorageFailed)
            .Reads<RenameVm>().Answers<Vm>();
        vm.MapPost("/discard-save", DiscardSaveAsync)
            .As("discardSave", "Throw a managed save away: the next start boots", ErrorCode.VmNotFound, ErrorCode.InvalidState, ErrorCode.Busy)
            .Answers<Vm>();
    }

    private static async Task<IResult> StartAsync(string vm, HttpContext context, LodgeEngine engine)
    {
        var request = await JsonBody.ReadOrNullAsync(context, ApiJson.Default.StartVm) ?? new StartVm();
        return new VmAnswer(await engine.Lifecycle.StartAsync(vm, request.Paused, request.DiscardSave, context.RequestAborted));
    }

    private static async Task<IResult> PauseAsync(string vm, LodgeEngine engine, CancellationToken cancellationToken) =>
        new VmAnswer(await engine.Lifecycle.PauseAsync(vm, cancellationToken));

    private static async Task<IResult> ResumeAsync(string vm, LodgeEngine engine, CancellationToken cancellationToken) =>
        new VmAnswer(await engine.Lifecycle.ResumeAsync(vm, cancellationToken));

    private static async Task<IResult> ResetAsync(string vm, LodgeEngine engine, CancellationToken cancellationToken) =>
        new VmAnswer(await engine.Lifecycle.ResetAsync(vm, cancellationToken));

    private static async Task<IResult> KillAsync(string vm, LodgeEngine engine, CancellationToken cancellationToken) =>
        new VmAnswer(await engine.Lifecycle.KillAsync(vm, cancellationToken));

    private static async Task<IResult> RenameAsync(string vm, HttpContext context, LodgeEngine engine)
    {
        var request = await JsonBody.ReadAsync(context, ApiJson.Default.RenameVm);
        return new VmAnswer(await engine.Definitions.RenameAsync(vm, request.Name, context.RequestAborted));
    }

    private static async Task<IResult> DiscardSaveAsync(string vm, LodgeEngine engine, CancellationToken cancellationToken) =>
        new VmAnswer(await engine.Saving.DiscardAsync(vm, cancellationToken));
}
