using Lodge.Api.Contracts;
using Lodge.Model.Errors;
using Microsoft.AspNetCore.Http;

namespace Lodge.Api.Errors;

/// <summary>Answers a request with a problem.</summary>
internal static class ProblemWriter
{
    public const string ContentType = "application/problem+json";

    /// <summary>Writes the problem; the answer must not have begun.</summary>
    public static Task WriteAsync(HttpContext context, LodgeError error, int? status = null)
    {
        var problem = ProblemMapper.ToProblem(error, status);
        context.Response.StatusCode = problem.Status;
        context.Response.Headers.CacheControl = "no-store";
        return context.Response.WriteAsJsonAsync(problem, ReadableJson.Compact.Problem, ContentType, context.RequestAborted);
    }
}
