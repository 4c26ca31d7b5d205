using Lodge.Api.Answers;
using Lodge.Api.Contracts;
using Lodge.Api.Describing;
using Lodge.Api.Requests;
using Lodge.Engine;
using Lodge.Model.Errors;
using Lodge.Model.Host;
using Lodge.Model.Vms;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Lodge.Api.Host;

/// <summary><c>/v1/host/cpu-models</c>, <c>/v1/host/cpu</c>: which processors guests can have here.</summary>
internal static class CpuEndpoints
{
    private const string AccelQuery = "accel";
    private const string AccelHelp = "Under which accelerator; left out, the one that VMs get by default.";

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/v1/host/cpu-models", GetModelsAsync).WithTags("Host")
            .As("getCpuModels", "Processor models, what they are made of, and what the host lacks for each", Failures)
            .Takes<Accelerator>(AccelQuery, AccelHelp).Answers<HostCpuModels>();
        app.MapPost("/v1/host/cpu/compare", CompareAsync).WithTags("Host")
            .As("compareCpu", "How a processor relates to the host", Failures)
            .Takes<Accelerator>(AccelQuery, AccelHelp).Reads<CpuSpec>().Answers<CpuComparison>();
        app.MapPost("/v1/host/cpu/baseline", BaselineAsync).WithTags("Host")
            .As("baselineCpu", "The best processor that all of several can be", [.. Failures, ErrorCode.Unsupported])
            .Takes<Accelerator>(AccelQuery, AccelHelp).Reads<CpuBaselineRequest>().Answers<CpuSpec>();
    }

    private static ErrorCode[] Failures => [ErrorCode.HypervisorFailed, ErrorCode.KvmUnusable];

    private static async Task<IResult> GetModelsAsync(HttpContext context, LodgeEngine engine) => Answer.Json(
        context, await engine.Cpus.GetModelsAsync(AccelOf(context), context.RequestAborted), ReadableJson.Compact.HostCpuModels);

    private static async Task<IResult> CompareAsync(HttpContext context, LodgeEngine engine)
    {
        var cpu = await JsonBody.ReadAsync(context, ApiJson.Default.CpuSpec);
        var answer = await engine.Cpus.CompareAsync(cpu, AccelOf(context), context.RequestAborted);
        return Answer.Json(context, answer, ReadableJson.Compact.CpuComparison);
    }

    private static async Task<IResult> BaselineAsync(HttpContext context, LodgeEngine engine)
    {
        var request = await JsonBody.ReadAsync(context, ApiJson.Default.CpuBaselineRequest);
        var answer = await engine.Cpus.BaselineAsync(request.Cpus, AccelOf(context), context.RequestAborted);
        return Answer.Json(context, answer, ReadableJson.Compact.CpuSpec);
    }

    private static Accelerator AccelOf(HttpContext context) => Query.Choice<Accelerator>(context, AccelQuery) ?? Accelerator.Auto;
}
