using Lodge.Engine.Events;
using Lodge.Model.Events;
using Lodge.TestSupport.Engine;

namespace Lodge.Engine.Tests.Events;

public sealed class EventStreamTests
{
    [Fact]
    public async Task Reader_resumes_after_the_last_event_it_saw()
    {
        var stream = (await new FakeWorld().StartDaemonAsync()).Engine.Events;
        var seen = stream.LastSequence;
        Publish(stream, 3);
        using var subscription = stream.Subscribe(seen + 1);
        Assert.True(subscription.Complete);
        Assert.Equal([seen + 2, seen + 3], await TakeAsync(subscription, 2));
    }

    [Fact]
    public async Task Reader_that_was_away_too_long_is_told_that_events_are_lost()
    {
        var stream = (await new FakeWorld().StartDaemonAsync()).Engine.Events;
        var seen = stream.LastSequence;
        Publish(stream, 5000);
        using var subscription = stream.Subscribe(seen);
        Assert.False(subscription.Complete);
    }

    [Fact]
    public async Task Numbers_go_on_over_a_restart_so_that_an_old_number_is_never_mistaken_for_a_new_one()
    {
        var world = new FakeWorld();
        var first = (await world.StartDaemonAsync()).Engine.Events;
        Publish(first, 10);
        var second = (await world.StartDaemonAsync()).Engine.Events;
        Assert.True(second.LastSequence > first.LastSequence);
        using var subscription = second.Subscribe(first.LastSequence);
        Assert.False(subscription.Complete);
    }

    [Fact]
    public async Task Slow_reader_is_dropped_with_a_reason_and_others_are_not_held_up()
    {
        var stream = (await new FakeWorld().StartDaemonAsync()).Engine.Events;
        using var slow = stream.Subscribe(null);
        Publish(stream, 10_000);
        using var quick = stream.Subscribe(null);
        Publish(stream, 1);
        Assert.Equal([stream.LastSequence], await TakeAsync(quick, 1));
        await Assert.ThrowsAsync<EventReaderTooSlowException>(() => TakeAsync(slow, 10_000));
    }

    private static void Publish(EventStream stream, int count)
    {
        for (var i = 0; i < count; i++)
        {
            stream.Publish(new LodgeEvent { Sequence = 0, Time = default, Kind = EventKind.VmChanged });
        }
    }

    private static async Task<List<long>> TakeAsync(EventSubscription subscription, int count)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        var taken = new List<long>();
        await foreach (var item in subscription.ReadAsync(limit.Token))
        {
            taken.Add(item.Sequence);
            if (taken.Count == count)
            {
                break;
            }
        }

        return taken;
    }
}
