using System.Net.ServerSentEvents;
using System.Text.Json;
using Lodge.Api.Contracts;
using Lodge.Api.Tests.Support;
using Lodge.Model.Errors;
using Lodge.Model.Events;

namespace Lodge.Api.Tests.Events;

public sealed class EventStreamTests
{
    [Fact]
    public async Task A_reader_that_comes_back_gets_what_it_missed_and_then_what_happens()
    {
        await using var api = await ApiHost.StartAsync();
        await api.Client.CreateVmAsync(Samples.Stopped("one"));
        await api.Client.CreateVmAsync(Samples.Stopped("two"));

        // 1 is the daemon's start. The header wins over the query, as a browser sends both when it comes back.
        await using var stream = await OpenAsync(api, "/v1/events?after=0", lastEventId: "2");
        var missed = await stream.NextAsync();
        await api.Client.CreateVmAsync(Samples.Stopped("three"));
        var live = await stream.NextAsync();

        Assert.Equal(("3", "vm-defined", "two"), (missed.EventId, missed.EventType, Parse(missed).VmName));
        Assert.Equal(("4", "vm-defined", "three"), (live.EventId, live.EventType, Parse(live).VmName));
    }

    [Fact]
    public async Task A_reader_without_a_number_gets_only_what_happens_from_now_on()
    {
        await using var api = await ApiHost.StartAsync();
        await api.Client.CreateVmAsync(Samples.Stopped("one"));

        await using var stream = await OpenAsync(api, "/v1/events");
        await api.Client.CreateVmAsync(Samples.Stopped("two"));

        Assert.Equal("two", Parse(await stream.NextAsync()).VmName);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(5_000_000)]
    public async Task A_reader_whose_place_is_lost_is_told_of_the_gap_first(long after)
    {
        await using var api = await ApiHost.StartAsync(firstSequence: 1000);
        string? gap = null;

        await foreach (var happened in Published(api, api.Client.EventsAsync(after, detail => gap = detail)))
        {
            Assert.NotNull(gap);
            Assert.InRange(happened.Sequence, 1000, 1001);
            return;
        }
    }

    [Fact]
    public async Task A_reader_that_is_up_to_date_is_told_of_no_gap()
    {
        await using var api = await ApiHost.StartAsync(firstSequence: 1000);

        await foreach (var happened in Published(api, api.Client.EventsAsync(1000, Assert.Fail)))
        {
            Assert.Equal(1001, happened.Sequence);
            return;
        }
    }

    [Fact]
    public async Task A_reader_that_is_too_slow_is_dropped_with_the_reason()
    {
        await using var api = await ApiHost.StartAsync();
        await using var events = api.Client.EventsAsync(after: 0).GetAsyncEnumerator();
        Assert.True(await events.MoveNextAsync());
        for (var i = 0; i < 40_000; i++)
        {
            Publish(api);
        }

        var last = 0L;
        var e = await Assert.ThrowsAsync<LodgeException>(async () =>
        {
            while (await events.MoveNextAsync())
            {
                Assert.True(last == 0 || events.Current.Sequence == last + 1);
                last = events.Current.Sequence;
            }
        });

        Assert.Contains("dropped", e.Message);
        Assert.InRange(last, 8192, 40_000);
    }

    [Fact]
    public async Task The_stream_ends_when_the_daemon_stops()
    {
        var api = await ApiHost.StartAsync();
        await using var stream = await OpenAsync(api, "/v1/events");

        var stopping = api.StopAsync();
        Assert.False(await stream.MoveNextAsync());

        await stopping.WaitAsync(TimeSpan.FromSeconds(5));
        await api.DisposeAsync();
    }

    private static LodgeEvent Publish(ApiHost api) =>
        api.Engine.Events.Publish(new LodgeEvent { Sequence = 0, Time = default, Kind = EventKind.VmRebooted, Detail = new string('x', 100) });

    // The subscription begins when the stream is first read, so the event is published a little later.
    private static IAsyncEnumerable<LodgeEvent> Published(ApiHost api, IAsyncEnumerable<LodgeEvent> events)
    {
        _ = Task.Delay(300).ContinueWith(_ => Publish(api), TaskScheduler.Default);
        return events;
    }

    private static LodgeEvent Parse(SseItem<string> item) => JsonSerializer.Deserialize(item.Data, ApiJson.Default.LodgeEvent)!;

    private static async Task<Reader> OpenAsync(ApiHost api, string path, string? lastEventId = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (lastEventId is not null)
        {
            request.Headers.Add("Last-Event-ID", lastEventId);
        }

        var response = await api.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        return new Reader(response, SseParser.Create(await response.Content.ReadAsStreamAsync()).EnumerateAsync().GetAsyncEnumerator());
    }

    private sealed class Reader(HttpResponseMessage response, IAsyncEnumerator<SseItem<string>> items) : IAsyncDisposable
    {
        public Task<bool> MoveNextAsync() => items.MoveNextAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(10));

        public async Task<SseItem<string>> NextAsync() => await MoveNextAsync() ? items.Current : throw new EndOfStreamException();

        public async ValueTask DisposeAsync()
        {
            await items.DisposeAsync();
            response.Dispose();
        }
    }
}
