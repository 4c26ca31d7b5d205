using Lodge.Model.Errors;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Lodge.Api.Errors;

/// <summary>
/// Makes every failure a problem: what the engine throws, what Kestrel refuses while a body is read, what routing
/// finds no endpoint for, and what nobody foresaw.
/// </summary>
internal sealed class ProblemMiddleware(RequestDelegate next, ILogger<ProblemMiddleware> logger)
{
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
        catch (Exception e) when (IsGone(context, e))
        {
            return; // The client hung up; nobody is left to answer.
        }
        catch (Exception e)
        {
            await AnswerAsync(context, e);
            return;
        }

        if (context.Response is { HasStarted: false, StatusCode: >= 400, ContentType: null, ContentLength: null })
        {
            await ProblemWriter.WriteAsync(context, StatusErrors.Of(context), context.Response.StatusCode);
        }
    }

    private async Task AnswerAsync(HttpContext context, Exception failure)
    {
        var (error, status) = Translate(context, failure);
        if (context.Response.HasStarted)
        {
            // Half an answer cannot be taken back; cutting it off keeps it from looking whole.
            Log.AnswerCutOff(logger, context.Request.Method, context.Request.Path, failure);
            context.Abort();
            return;
        }

        context.Response.Clear();
        await ProblemWriter.WriteAsync(context, error, status);
    }

    private (LodgeError Error, int? Status) Translate(HttpContext context, Exception failure)
    {
        switch (failure)
        {
            case LodgeException known:
                Log.Refused(logger, context.Request.Method, context.Request.Path, known.Error.Code, known.Message);
                return (known.Error, null);
            case OperationCanceledException:
                return (StatusErrors.CutOff, null);
            case BadHttpRequestException bad:
                return (StatusErrors.Of(bad), bad.StatusCode);
            default:
                Log.Defect(logger, context.Request.Method, context.Request.Path, context.TraceIdentifier, failure);
                return (StatusErrors.Defect(context.TraceIdentifier), null);
        }
    }

    private static bool IsGone(HttpContext context, Exception failure) =>
        context.RequestAborted.IsCancellationRequested && failure is OperationCanceledException or IOException;
}
