using Lodge.Api.Answers;
using Lodge.Api.Contracts;
using Lodge.Api.Describing;
using Lodge.Engine;
using Lodge.Engine.Ports;
using Lodge.Model.Errors;
using Lodge.Model.Vms.Tuning;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Lodge.Api.Vms;

/// <summary><c>/v1/vms/{vm}/tuning</c>: every value in effect, and where it comes from.</summary>
internal static class VmTuningEndpoint
{
    public static void Map(IEndpointRouteBuilder app) => app.MapGet("/v1/vms/{vm}/tuning", Get).WithTags("VMs")
        .As("getVmTuning", "Every value of a VM's tuning, and where it comes from", ErrorCode.VmNotFound)
        .Answers<TuningReport>();

    private static IResult Get(string vm, HttpContext context, LodgeEngine engine, IHostInfo host) =>
        Answer.Json(context, EffectiveTuning.Of(engine.Vms.Get(vm), host.Read().Topology), ReadableJson.Compact.TuningReport);
}
