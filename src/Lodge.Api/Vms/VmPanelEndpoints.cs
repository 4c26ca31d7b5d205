using Lodge.Api.Answers;
using Lodge.Api.Contracts;
using Lodge.Api.Describing;
using Lodge.Api.Requests;
using Lodge.Engine;
using Lodge.Engine.Vms.Panel;
using Lodge.Model.Errors;
using Lodge.Model.Jobs;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Lodge.Api.Vms;

/// <summary><c>/v1/vms/{vm}/…</c>: the screen, the keyboard, and what debuggers need.</summary>
internal static class VmPanelEndpoints
{
    private const string Picture = "image/png";

    public static void Map(IEndpointRouteBuilder app)
    {
        var vm = app.MapGroup("/v1/vms/{vm}").WithTags("Screen and keyboard");
        vm.MapGet("/screenshot", CaptureAsync)
            .As(
                "captureScreen",
                "A picture of the guest's screen, as PNG",
                ErrorCode.VmNotFound, ErrorCode.InvalidState, ErrorCode.Unsupported, ErrorCode.HypervisorFailed, ErrorCode.Timeout)
            .Takes<long>("screen", "Which screen; 0, the first, when absent.")
            .Produces<string>(StatusCodes.Status200OK, Picture);
        vm.MapPost("/send-key", SendKeysAsync)
            .As(
                "sendKeys",
                "Press keys on the guest's keyboard",
                ErrorCode.VmNotFound, ErrorCode.InvalidState, ErrorCode.HypervisorFailed, ErrorCode.Timeout)
            .Reads<SendKeys>().Produces(StatusCodes.Status204NoContent);
        vm.MapPost("/nmi", InjectNmiAsync)
            .As(
                "injectNmi",
                "Send the guest a non-maskable interrupt, on which many guests dump their state or panic",
                ErrorCode.VmNotFound, ErrorCode.InvalidState, ErrorCode.HypervisorFailed, ErrorCode.Timeout)
            .Produces(StatusCodes.Status204NoContent);
        vm.MapPost("/dump", DumpAsync)
            .As(
                "dumpVm",
                "Write the guest's memory to a file for debuggers; the guest stands still meanwhile",
                ErrorCode.VmNotFound, ErrorCode.InvalidState, ErrorCode.Unsupported, ErrorCode.HypervisorFailed, ErrorCode.Timeout)
            .Reads<DumpVm>().Answers<Job>(StatusCodes.Status202Accepted);
    }

    private static async Task<IResult> CaptureAsync(string vm, HttpContext context, LodgeEngine engine)
    {
        var screen = (int)Math.Min(Query.Count(context, "screen") ?? 0, int.MaxValue);
        var picture = Png.Encode(await engine.Panel.CaptureAsync(vm, screen, context.RequestAborted));
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        return TypedResults.Bytes(picture, Picture);
    }

    private static async Task<IResult> SendKeysAsync(string vm, HttpContext context, LodgeEngine engine)
    {
        var request = await JsonBody.ReadAsync(context, ApiJson.Default.SendKeys);
        var hold = TimeSpan.FromMilliseconds(request.HoldMilliseconds);
        await engine.Panel.SendKeysAsync(vm, request.Keys, request.CodeSet, hold, context.RequestAborted);
        return TypedResults.NoContent();
    }

    private static async Task<IResult> InjectNmiAsync(string vm, LodgeEngine engine, CancellationToken cancellationToken)
    {
        await engine.Panel.InjectNmiAsync(vm, cancellationToken);
        return TypedResults.NoContent();
    }

    private static async Task<IResult> DumpAsync(string vm, HttpContext context, LodgeEngine engine)
    {
        var request = await JsonBody.ReadAsync(context, ApiJson.Default.DumpVm);
        return Answer.Accepted(context, await engine.Dumping.DumpAsync(vm, request.Path, request.Format, request.Then, context.RequestAborted));
    }
}
