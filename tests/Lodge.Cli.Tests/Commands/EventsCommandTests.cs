using System.Text;
using System.Text.Json;
using Lodge.Api.Contracts;
using Lodge.Cli.App;
using Lodge.Cli.Tests.Support;
using Lodge.Model.Events;

namespace Lodge.Cli.Tests.Commands;

public sealed class EventsCommandTests
{
    [Fact]
    public async Task Events_of_the_past_are_printed_and_a_gap_is_told()
    {
        await using var api = await StartAsync(stays: true);

        var said = await CommandLine.RunAsync(api, "events", "--since", "3", "--no-follow");

        Assert.Equal(ExitStatus.Ok, said.Status);
        Assert.Contains("    41  2026-05-01 12:00:00Z  web1 defined\n", said.Out, StringComparison.Ordinal);
        Assert.Equal("Events 4 to 40 are lost.\n", said.Error);
        Assert.Equal("?after=3", api.Requests[0].Query);
    }

    [Fact]
    public async Task Events_as_json_are_one_a_line_and_the_end_of_the_stream_is_status_6()
    {
        await using var api = await StartAsync(stays: false);

        var said = await CommandLine.RunAsync(api, "events", "--json");

        Assert.Equal(ExitStatus.Unreachable, said.Status);
        var happened = JsonSerializer.Deserialize(said.Out.TrimEnd('\n'), ApiJson.Default.LodgeEvent)!;
        Assert.Equal((41, EventKind.VmDefined), (happened.Sequence, happened.Kind));
        Assert.Equal("", api.Requests[0].Query);
    }

    private static async Task<FakeApi> StartAsync(bool stays)
    {
        var happened = new LodgeEvent { Sequence = 41, Time = FixedClock.Noon, Kind = EventKind.VmDefined, VmName = "web1" };
        var json = JsonSerializer.Serialize(happened, ApiJson.Default.LodgeEvent);
        var text = $"event: gap\ndata: {{\"detail\":\"Events 4 to 40 are lost.\"}}\n\n: keep-alive\n\nid: 41\nevent: vm-defined\ndata: {json}\n\n";
        return (await FakeApi.StartAsync()).On("GET /v1/events", async (context, _) =>
        {
            context.Response.ContentType = "text/event-stream";
            await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(text));
            await context.Response.Body.FlushAsync();
            if (stays)
            {
                await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
            }
        });
    }
}
