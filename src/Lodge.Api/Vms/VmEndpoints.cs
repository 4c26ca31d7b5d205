using Lodge.Api.Answers;
using Lodge.Api.Contracts;
using Lodge.Api.Describing;
using Lodge.Api.Requests;
using Lodge.Engine;
using Lodge.Model.Errors;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Devices;
using Lodge.Model.Vms.States;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Lodge.Api.Vms;

/// <summary><c>/v1/vms</c>: listing, creating, reading, replacing and deleting VMs.</summary>
internal static class VmEndpoints
{
    private static readonly ErrorCode[] BadDefinition =
        [ErrorCode.FileNotFound, ErrorCode.FileNotAccessible, ErrorCode.BadFile, ErrorCode.Unsupported, ErrorCode.StorageFailed];

    public static void Map(IEndpointRouteBuilder app)
    {
        var vms = app.MapGroup("/v1/vms").WithTags("VMs");
        vms.MapGet("", ListAsync).As("listVms", "All VMs, sorted by name")
            .Takes<VmState>("state", "Only VMs in this state.")
            .Takes<bool>("addresses", "Whether the rows have the IP addresses of running VMs; asks who knows them for half a second at most. False when absent.")
            .Answers<IReadOnlyList<VmSummary>>();
        vms.MapPost("", CreateAsync).As("createVm", "Define a VM, and start it when asked to", [.. VmFailures.OfStart, ErrorCode.VmExists, ErrorCode.ImageNotFound])
            .Reads<CreateVm>().Answers<Vm>(StatusCodes.Status201Created);
        vms.MapGet("/{vm}", Get).As("getVm", "Everything known about a VM", ErrorCode.VmNotFound)
            .Answers<Vm>().Produces(StatusCodes.Status304NotModified);
        vms.MapPut("/{vm}", ReplaceAsync)
            .As(
                "replaceVm",
                "Replace the definition; a running VM uses it from its next start on",
                [.. BadDefinition, ErrorCode.VmNotFound, ErrorCode.RevisionMismatch, ErrorCode.InvalidState, ErrorCode.Busy])
            .Reads<VmDefinition>().Answers<Vm>();
        vms.MapDelete("/{vm}", DeleteAsync)
            .As(
                "deleteVm",
                "Forget a VM; its disks stay unless asked for otherwise, and a running one goes on until it stops",
                ErrorCode.VmNotFound, ErrorCode.RevisionMismatch, ErrorCode.InvalidState, ErrorCode.Busy, ErrorCode.StorageFailed)
            .Takes<bool>("discardSave", "Throw a managed save away too; without it a VM that has one is refused.")
            .Takes<bool>("disks", "Delete the disks that Lodge made for it, too, unless another VM, a snapshot or a volume needs them; it must be stopped.")
            .Answers<DeletedVm>();
    }

    private static async Task<IResult> ListAsync(HttpContext context, LodgeEngine engine)
    {
        var state = Query.Choice<VmState>(context, "state");
        var addresses = Query.Flag(context, "addresses") ? await engine.Addresses.ListAllAsync(context.RequestAborted) : null;
        IReadOnlyList<VmSummary> rows =
            [.. engine.Vms.List().Where(vm => state is null || vm.Status.State == state).Select(vm => VmSummaries.Of(vm, addresses))];
        return Answer.Json(context, rows, ReadableJson.Compact.IReadOnlyListVmSummary);
    }

    private static async Task<IResult> CreateAsync(HttpContext context, LodgeEngine engine)
    {
        var request = await JsonBody.ReadAsync(context, ApiJson.Default.CreateVm);
        if (!request.Start && (request.Paused || request.Transient))
        {
            throw new LodgeException(
                ErrorCode.InvalidArgument,
                "'paused' and 'transient' say how a VM is started, and 'start' is not set.",
                "Set 'start' to true, or leave the others out.");
        }

        var definition = (request.Devices ?? []).Aggregate(request.Definition, (vm, device) => DeviceEditing.With(vm, device.Device()));
        var vm = request.Image is { } image
            ? await engine.ImageLauncher.CreateAsync(definition, image, CreateAsync, context.RequestAborted)
            : await CreateAsync(definition);
        return new VmAnswer(vm, StatusCodes.Status201Created);

        Task<Vm> CreateAsync(VmDefinition whole) => request.Start
            ? engine.Lifecycle.LaunchAsync(whole, request.Transient, request.Paused, context.RequestAborted)
            : engine.Definitions.DefineAsync(whole, context.RequestAborted);
    }

    private static IResult Get(string vm, LodgeEngine engine) => new VmAnswer(engine.Vms.Get(vm));

    private static async Task<IResult> ReplaceAsync(string vm, HttpContext context, LodgeEngine engine)
    {
        var expected = ETags.ExpectedRevision(context.Request, engine.Vms.Get(vm).Revision);
        var definition = await JsonBody.ReadAsync(context, ApiJson.Default.VmDefinition);
        return new VmAnswer(await engine.Definitions.ReplaceAsync(vm, definition, expected, context.RequestAborted));
    }

    private static async Task<IResult> DeleteAsync(string vm, HttpContext context, LodgeEngine engine)
    {
        var expected = ETags.ExpectedRevision(context.Request, engine.Vms.Get(vm).Revision);
        var deleted = await engine.Deletion.DeleteAsync(
            vm, Query.Flag(context, "discardSave"), Query.Flag(context, "disks"), expected, context.RequestAborted);
        return Answer.Json(context, deleted, ReadableJson.Compact.DeletedVm);
    }
}
