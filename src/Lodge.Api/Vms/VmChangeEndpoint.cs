using Lodge.Api.Answers;
using Lodge.Api.Contracts;
using Lodge.Api.Describing;
using Lodge.Api.Devices;
using Lodge.Api.Requests;
using Lodge.Engine;
using Lodge.Model.Errors;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Changes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Lodge.Api.Vms;

/// <summary><c>POST /v1/vms/{vm}/change</c>: a new definition, of which a running VM takes at once what it can.</summary>
internal static class VmChangeEndpoint
{
    public static void Map(IEndpointRouteBuilder app) => app.MapPost("/v1/vms/{vm}/change", ChangeAsync)
        .WithTags("VMs")
        .As(
            "changeVm",
            "Replace the definition; a running VM takes at once what it can, and the rest at its next start",
            [.. VmFailures.OfStart, ErrorCode.VmNotFound, ErrorCode.RevisionMismatch])
        .TakesScope().Reads<VmDefinition>().Answers<ChangeOutcome>();

    private static async Task<IResult> ChangeAsync(string vm, HttpContext context, LodgeEngine engine)
    {
        var request = ChangeQuery.Read(context, engine.Vms.Get(vm));
        var definition = await JsonBody.ReadAsync(context, ApiJson.Default.VmDefinition);
        return new OutcomeAnswer(await engine.Changes.ReplaceAsync(vm, definition, request, context.RequestAborted));
    }
}
