using System.Text.Json;
using Lodge.Api.Contracts;
using Lodge.Cli.App;
using Lodge.Cli.Terminal;
using Lodge.Cli.Tests.Support;
using Lodge.Model.Errors;
using Lodge.Model.Jobs;

namespace Lodge.Cli.Tests.Commands;

public sealed class JobCommandTests
{
    private static string JobPath => $"/v1/jobs/{Samples.Job().Id}";

    [Fact]
    public async Task Stop_waits_for_its_job_and_tells_each_step_once()
    {
        await using var api = await FakeApi.StartAsync();
        var looks = 0;
        api.On("POST /v1/vms/web1/shutdown", Samples.Job(), ApiJson.Default.Job, 202)
            .On($"GET {JobPath}", (context, _) => WriteAsync(context, ++looks < 3
                ? Samples.Job(progress: 0.5, step: "waiting for the guest")
                : Samples.Job(JobState.Succeeded)));

        var said = await CommandLine.RunAsync(api, "stop", "web1", "--timeout", "2m", "--then", "kill");

        Assert.Equal(new(ExitStatus.Ok, "web1 is stopped.\n", "Stopping web1: waiting for the guest\n"), said);
        var request = JsonSerializer.Deserialize(api.Requests[0].Body, ApiJson.Default.ShutDownVm)!;
        Assert.Equal((120, Model.Vms.ShutDownEscalation.Kill), (request.TimeoutSeconds, request.Escalation));
    }

    [Fact]
    public async Task Stop_draws_a_bar_on_a_terminal_and_removes_it()
    {
        await using var api = await FakeApi.StartAsync();
        var looks = 0;
        api.On("POST /v1/vms/web1/shutdown", Samples.Job(progress: 0.5), ApiJson.Default.Job, 202)
            .On($"GET {JobPath}", (context, _) => WriteAsync(context, ++looks < 2 ? Samples.Job(progress: 0.75) : Samples.Job(JobState.Succeeded)));

        var said = await CommandLine.RunAsync(api, new FakeConsole(terminal: true), ["stop", "web1"]);

        Assert.StartsWith("\r\e[KStopping web1  [############............] 50 %\r\e[K", said.Error, StringComparison.Ordinal);
        Assert.EndsWith("75 %\r\e[K", said.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Job_that_fails_is_reported_with_its_own_error()
    {
        await using var api = await FakeApi.StartAsync();
        var failed = Samples.Job(JobState.Failed, error: new LodgeError(ErrorCode.Timeout, "web1 did not shut down within 60 s.", "Use --then kill."));
        api.On("POST /v1/vms/web1/shutdown", Samples.Job(), ApiJson.Default.Job, 202).On($"GET {JobPath}", failed, ApiJson.Default.Job);

        var said = await CommandLine.RunAsync(api, "stop", "web1");

        Assert.Equal(new(ExitStatus.Timeout, "", "lodge: web1 did not shut down within 60 s.\n  → Use --then kill.\n"), said);
    }

    [Fact]
    public async Task No_wait_prints_the_job()
    {
        await using var api = await FakeApi.StartAsync();
        api.On("POST /v1/vms/web1/save", Samples.Job(), ApiJson.Default.Job, 202);

        var said = await CommandLine.RunAsync(api, "save", "web1", "--to", "web1.save", "--no-wait");

        Assert.Equal(new(ExitStatus.Ok, $"{Samples.Job().Id}\n", ""), said);
        Assert.Equal("/work/here/web1.save", JsonSerializer.Deserialize(api.Requests[0].Body, ApiJson.Default.SaveVm)!.Path);
        Assert.Single(api.Requests);
    }

    [Fact]
    public async Task Wait_that_is_too_long_is_status_5_and_leaves_the_job_alone()
    {
        await using var api = await FakeApi.StartAsync();
        api.On("POST /v1/restore", Samples.Job(), ApiJson.Default.Job, 202).On($"GET {JobPath}", Samples.Job(), ApiJson.Default.Job);

        var said = await CommandLine.RunAsync(api, "restore", "/x.save", "--timeout", "50ms");

        Assert.Equal(ExitStatus.Timeout, said.Status);
        Assert.DoesNotContain(api.Requests, request => request.Line.StartsWith("DELETE", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Interrupt_cancels_the_job_and_ends_with_130()
    {
        await using var api = await FakeApi.StartAsync();
        var interrupts = new InterruptSource();
        var cancelled = false;
        api.On("POST /v1/images/build", Samples.Job(), ApiJson.Default.Job, 202)
            .On($"GET {JobPath}", async (context, _) =>
            {
                interrupts.Raise();
                await Task.Delay(20);
                await WriteAsync(context, Samples.Job(cancelled ? JobState.Cancelled : JobState.Running));
            })
            .On($"DELETE {JobPath}", (context, _) =>
            {
                cancelled = true;
                return WriteAsync(context, Samples.Job());
            });

        var console = new FakeConsole();
        var said = await CommandLine.RunAsync(api, console, ["image", "build", "tiny"], interrupts);

        Assert.Equal(ExitStatus.Interrupted, said.Status);
        Assert.True(cancelled);
        Assert.StartsWith("Cancelling; press Ctrl-C again", said.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Job_is_cancelled_by_how_its_id_begins()
    {
        await using var api = await FakeApi.StartAsync();
        api.On<IReadOnlyList<Job>>("GET /v1/jobs", [Samples.Job()], ApiJson.Default.IReadOnlyListJob)
            .On($"DELETE {JobPath}", Samples.Job(JobState.Cancelled), ApiJson.Default.Job);

        Assert.Equal(new(ExitStatus.Ok, "shut down of web1: cancelled.\n", ""), await CommandLine.RunAsync(api, "jobs", "cancel", "0b6e"));
        Assert.Equal(ExitStatus.NotFound, (await CommandLine.RunAsync(api, "jobs", "cancel", "ffff")).Status);
    }

    private static Task WriteAsync(Microsoft.AspNetCore.Http.HttpContext context, Job job)
    {
        context.Response.ContentType = "application/json";
        return context.Response.Body.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(job, ApiJson.Default.Job)).AsTask();
    }
}
