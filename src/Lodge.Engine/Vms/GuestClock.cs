using System.Globalization;
using Lodge.Engine.Ports;
using Lodge.Model.Events;
using Lodge.Model.Vms.Platform;

namespace Lodge.Engine.Vms;

/// <summary>
/// Keeps what a guest does to its real-time clock: with a variable offset, the adjustment in the definition follows, so
/// that the guest finds its clock again at the next start. That is no revision of its own: no guest shall come in the
/// way of somebody who edits its definition.
/// </summary>
internal sealed class GuestClock(VmCore core, IStore store)
{
    /// <summary>Notes in the run record that a clock was set, and tells of it. Waits for nobody: the next event may be the guest's end.</summary>
    /// <param name="live">The VM.</param>
    /// <param name="set">What QEMU told: seconds from the clock that it was started with.</param>
    /// <returns>The adjustment to be kept; null when none is.</returns>
    public long? Note(LiveVm live, GuestClockSet set)
    {
        var clock = live.Intent.Definition.Clock;
        var isVariable = clock is { Offset: ClockOffset.Variable };
        var first = isVariable ? live.Intent.FirstAdjustment ?? clock!.Adjustment ?? 0 : 0;
        var adjustment = first + set.Offset;
        if (isVariable)
        {
            live.Amend(intent => intent with
            {
                FirstAdjustment = first,
                Definition = intent.Definition with { Clock = clock! with { Adjustment = adjustment } },
            });
            core.Inventory.Update(live.VmId, now => now.Runtime is { } runtime
                ? now with { Runtime = runtime with { Definition = live.Intent.Definition } }
                : now);
        }

        core.States.Announce(EventKind.VmClockChanged, core.Inventory.Get(live.VmId), adjustment.ToString(CultureInfo.InvariantCulture));
        return isVariable ? adjustment : null;
    }

    /// <summary>Keeps an adjustment in the definition, also of a VM that has stopped meanwhile.</summary>
    public async Task KeepAsync(LiveVm live, long adjustment)
    {
        using var pass = await core.Gates.QueueAsync(live.VmId, "note of the guest's clock", CancellationToken.None);
        var runsAnew = core.Live.Find(live.VmId) is { } present && !ReferenceEquals(present, live);
        if (!runsAnew && core.Inventory.Find(live.VmId) is { Persistent: true, Definition.Clock: { Offset: ClockOffset.Variable } clock } vm)
        {
            var kept = vm.Definition with { Clock = clock with { Adjustment = adjustment } };
            await store.SaveVmAsync(kept, vm.Revision, CancellationToken.None);
            core.Inventory.Update(vm.Id, now => now with { Definition = kept });
        }
    }
}
