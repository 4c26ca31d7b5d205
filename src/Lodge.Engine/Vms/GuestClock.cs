using System.Globalization;
using Lodge.Engine.Ports;
using Lodge.Model.Errors;
using Lodge.Model.Events;
using Lodge.Model.Vms.Devices;
using Lodge.Model.Vms.Platform;

namespace Lodge.Engine.Vms;

/// <summary>
/// Keeps what a guest does to its real-time clock: with a variable offset, the adjustment in the definition follows, so
/// that the guest finds its clock again at the next start. That is no revision of its own: no guest shall come in the
/// way of somebody who edits its definition.
/// </summary>
internal sealed class GuestClock(VmCore core, IStore store)
{
    // QEMU tells whole seconds, and takes whole seconds at a start.
    private const int Slack = 2;

    /// <summary>Notes in the run record that a clock was set, and tells of it. Waits for nobody: the next event may be the guest's end.</summary>
    /// <param name="live">The VM.</param>
    /// <param name="set">What QEMU told: seconds from the clock that it was started with.</param>
    /// <returns>The adjustment to be kept; null when none is.</returns>
    public long? Note(LiveVm live, GuestClockSet set)
    {
        var clock = live.Intent.Definition.Clock;
        var isVariable = clock is { Offset: ClockOffset.Variable };
        var adjustment = (isVariable ? FirstOf(live, clock!) : 0) + set.Offset;
        Note(live, isVariable ? clock : null, adjustment);
        return isVariable ? adjustment : null;
    }

    /// <summary>Keeps what a guest set while no daemon listened. The caller holds the VM.</summary>
    /// <exception cref="LodgeException">QEMU did not answer.</exception>
    public async Task CatchUpAsync(LiveVm live, CancellationToken cancellationToken)
    {
        if (live.Intent.Definition.Clock is not { Offset: ClockOffset.Variable } clock || !FollowsWallClock(clock)
            || await live.Process.QueryClockAsync(cancellationToken) is not { } shown)
        {
            return;
        }

        var adjustment = (long)Math.Round((shown - BasisOf(clock)).TotalSeconds);
        if (Math.Abs(adjustment - (clock.Adjustment ?? 0)) > Slack)
        {
            Note(live, clock, adjustment);
            await SaveAsync(live, adjustment);
        }
    }

    /// <summary>Keeps an adjustment in the definition, also of a VM that has stopped meanwhile.</summary>
    public async Task KeepAsync(LiveVm live, long adjustment)
    {
        using var pass = await core.Gates.QueueAsync(live.VmId, "note of the guest's clock", CancellationToken.None);
        await SaveAsync(live, adjustment);
    }

    private void Note(LiveVm live, ClockDefinition? variable, long adjustment)
    {
        if (variable is not null)
        {
            live.Amend(intent => intent with
            {
                FirstAdjustment = FirstOf(live, variable),
                Definition = intent.Definition with { Clock = variable with { Adjustment = adjustment } },
            });
            core.Inventory.Update(live.VmId, now => now.Runtime is { } runtime
                ? now with { Runtime = runtime with { Definition = live.Intent.Definition } }
                : now);
        }

        core.States.Announce(EventKind.VmClockChanged, core.Inventory.Get(live.VmId), adjustment.ToString(CultureInfo.InvariantCulture));
    }

    private async Task SaveAsync(LiveVm live, long adjustment)
    {
        var runsAnew = core.Live.Find(live.VmId) is { } present && !ReferenceEquals(present, live);
        if (!runsAnew && core.Inventory.Find(live.VmId) is { Persistent: true, Definition.Clock: { Offset: ClockOffset.Variable } clock } vm)
        {
            var kept = vm.Definition with { Clock = clock with { Adjustment = adjustment } };
            await store.SaveVmAsync(kept, vm.Revision, CancellationToken.None);
            core.Inventory.Update(vm.Id, now => now with { Definition = kept });
        }
    }

    private static long FirstOf(LiveVm live, ClockDefinition clock) => live.Intent.FirstAdjustment ?? clock.Adjustment ?? 0;

    // Another clock stands while the guest is paused, or is not set right by the host.
    private static bool FollowsWallClock(ClockDefinition clock) =>
        clock.Timers.OrEmpty().All(timer => timer.Name != TimerName.Rtc || timer.Track is null or TimerTrack.Wall);

    private DateTime BasisOf(ClockDefinition clock) =>
        clock.Basis == ClockBasis.Localtime ? core.Clock.GetLocalNow().DateTime : core.Clock.GetUtcNow().DateTime;
}
