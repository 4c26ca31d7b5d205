using System.Text.Json.Serialization.Metadata;
using Lodge.Api.Contracts;
using Lodge.Model.Jobs;
using Microsoft.AspNetCore.Http;

namespace Lodge.Api.Answers;

/// <summary>Answers that several resources give.</summary>
internal static class Answer
{
    /// <summary>A value as JSON.</summary>
    public static IResult Json<T>(HttpContext context, T value, JsonTypeInfo<T> type, int status = StatusCodes.Status200OK)
    {
        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Json(value, type, "application/json", status);
    }

    /// <summary>A job that has begun.</summary>
    public static IResult Accepted(HttpContext context, Job job)
    {
        context.Response.Headers.Location = $"/v1/jobs/{job.Id}";
        return TypedResults.Json(job, ReadableJson.Compact.Job, "application/json", StatusCodes.Status202Accepted);
    }
}
