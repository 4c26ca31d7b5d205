using Lodge.Engine.Gating;
using Lodge.Model.Errors;

namespace Lodge.Engine.Tests.Gating;

public sealed class GatesTests
{
    private readonly Gates _gates = new(TimeProvider.System, "thing", "Wait.");
    private readonly Guid _thing = Guid.NewGuid();

    [Fact]
    public async Task Changes_of_one_thing_queue_and_those_of_another_do_not_wait()
    {
        var first = await _gates.EnterAsync(_thing, "start", default);
        var second = _gates.EnterAsync(_thing, "pause", default);
        using var other = await _gates.EnterAsync(Guid.NewGuid(), "start", default).WaitAsync(TimeSpan.FromSeconds(1));
        Assert.False(second.IsCompleted);
        Assert.Equal("start", _gates.HolderOf(_thing));
        first.Dispose();
        using var pass = await second.WaitAsync(TimeSpan.FromSeconds(1));
        Assert.Equal("pause", _gates.HolderOf(_thing));
    }

    [Fact]
    public async Task Preempting_cancels_the_holder_and_waits_until_it_has_left()
    {
        var holder = await _gates.EnterAsync(_thing, "save", default);
        var urgent = _gates.PreemptAsync(_thing, "kill", default);
        await Assert.ThrowsAsync<TaskCanceledException>(() => Task.Delay(5000, holder.Preempted));
        Assert.False(urgent.IsCompleted);
        holder.Dispose();
        using var pass = await urgent.WaitAsync(TimeSpan.FromSeconds(1));
        Assert.False(pass.Preempted.IsCancellationRequested);
    }

    [Fact]
    public async Task Long_work_that_tells_how_far_it_came_is_not_waited_for_and_named_with_it()
    {
        var holder = await _gates.EnterAsync(_thing, "deletion of a snapshot", default);
        holder.Tell((0.4, "merging a into b"));
        var refused = await Assert.ThrowsAsync<LodgeException>(() => _gates.EnterAsync(_thing, "start", default).WaitAsync(Gates.Patience / 2));
        Assert.Equal(ErrorCode.Busy, refused.Error.Code);
        Assert.Contains("merging a into b, 40 % done", refused.Error.Message, StringComparison.Ordinal);
        holder.Dispose();
        using var pass = await _gates.EnterAsync(_thing, "start", default).WaitAsync(TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task Nobody_enters_before_the_opening_but_who_queues()
    {
        var opening = new Opening(TimeProvider.System, "things");
        var gates = new Gates(TimeProvider.System, "thing", "Wait.", opening);
        var early = gates.EnterAsync(_thing, "start", default, "web");
        using (await gates.QueueAsync(_thing, "recovery", default))
        {
            Assert.False(early.IsCompleted);
            opening.Open();
        }

        using var pass = await early.WaitAsync(TimeSpan.FromSeconds(1));
        Assert.Equal("start", pass.Operation);
    }
}
