using Lodge.Engine.Vms;

namespace Lodge.Engine.Tests.Vms;

public sealed class VmGatesTests
{
    private readonly VmGates _gates = new(TimeProvider.System);
    private readonly Guid _vm = Guid.NewGuid();

    [Fact]
    public async Task Changes_of_one_vm_queue_and_those_of_another_do_not_wait()
    {
        var first = await _gates.EnterAsync(_vm, "start", default);
        var second = _gates.EnterAsync(_vm, "pause", default);
        using var other = await _gates.EnterAsync(Guid.NewGuid(), "start", default).WaitAsync(TimeSpan.FromSeconds(1));
        Assert.False(second.IsCompleted);
        Assert.Equal("start", _gates.HolderOf(_vm));
        first.Dispose();
        using var pass = await second.WaitAsync(TimeSpan.FromSeconds(1));
        Assert.Equal("pause", _gates.HolderOf(_vm));
    }

    [Fact]
    public async Task Preempting_cancels_the_holder_and_waits_until_it_has_left()
    {
        var holder = await _gates.EnterAsync(_vm, "save", default);
        var urgent = _gates.PreemptAsync(_vm, "kill", default);
        await Assert.ThrowsAsync<TaskCanceledException>(() => Task.Delay(5000, holder.Preempted));
        Assert.False(urgent.IsCompleted);
        holder.Dispose();
        using var pass = await urgent.WaitAsync(TimeSpan.FromSeconds(1));
        Assert.False(pass.Preempted.IsCancellationRequested);
    }
}
