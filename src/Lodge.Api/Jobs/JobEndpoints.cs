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

namespace Lodge.Api.Jobs;

/// <summary><c>/v1/jobs</c>: listing, reading, waiting for and cancelling jobs.</summary>
internal static class JobEndpoints
{
    private const int LongestWait = 60;

    public static void Map(IEndpointRouteBuilder app)
    {
        var jobs = app.MapGroup("/v1/jobs").WithTags("Jobs");
        jobs.MapGet("", List).As("listJobs", "Jobs, newest first").Answers<IReadOnlyList<Job>>();
        jobs.MapGet("/{id}", GetAsync).As("getJob", "A job; waits for its end when asked to", ErrorCode.JobNotFound)
            .Takes<double>("wait", "Answer when the job ends, or after so many seconds (0 to 60) as it is then.")
            .Answers<Job>();
        jobs.MapDelete("/{id}", CancelAsync)
            .As("cancelJob", "Cancel a job, and wait until what it had begun is undone; one that has ended stays as it is", ErrorCode.JobNotFound)
            .Answers<Job>();
    }

    private static IResult List(HttpContext context, LodgeEngine engine) =>
        Answer.Json(context, engine.Jobs.List(), ReadableJson.Compact.IReadOnlyListJob);

    private static async Task<IResult> GetAsync(string id, HttpContext context, LodgeEngine engine)
    {
        var (job, wait) = (IdOf(id), Query.Seconds(context, "wait", LongestWait));
        var found = wait is { } limit
            ? await engine.Jobs.WaitAsync(job, limit, context.RequestAborted)
            : engine.Jobs.Get(job);
        return Answer.Json(context, found, ReadableJson.Compact.Job);
    }

    private static async Task<IResult> CancelAsync(string id, HttpContext context, LodgeEngine engine) =>
        Answer.Json(context, await engine.Jobs.CancelAsync(IdOf(id), context.RequestAborted), ReadableJson.Compact.Job);

    private static Guid IdOf(string text) => Guid.TryParse(text, out var id)
        ? id
        : throw new LodgeException(ErrorCode.JobNotFound, $"There is no job '{text}': a job's id is a UUID.", "GET /v1/jobs lists them.");
}
