using Lodge.Engine.Ports;
using Lodge.Model.Errors;
using Lodge.Model.Events;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Changes;
using Lodge.Model.Vms.Devices;

namespace Lodge.Engine.Vms.Changes;

/// <summary>Carries the steps of a plan out on a running VM; all of them, or none.</summary>
internal sealed class LiveApplication(VmCore core)
{
    private readonly CardSteps _steps = new(core.Plugging);

    /// <summary>The plan without what this QEMU, as it was started, cannot do: that waits for the next start.</summary>
    /// <exception cref="LodgeException">Something is not to be had on this host at all.</exception>
    public static async Task<ChangePlan> PostponeAsync(LiveVm live, ChangePlan plan, CancellationToken cancellationToken)
    {
        var (possible, running) = (plan, live.Intent.Definition);
        foreach (var step in plan.Steps)
        {
            if (await live.Process.Live.WhyNotAsync(step, running, cancellationToken) is { } why)
            {
                possible = possible.Postpone(step, why);
                continue;
            }

            running = step.ApplyTo(running);
        }

        return possible;
    }

    /// <summary>Carries the steps out, and writes each to the run record when it is done.</summary>
    /// <exception cref="LodgeException">A step failed; those before it were taken back, as far as QEMU allowed.</exception>
    public async Task ApplyAsync(LiveVm live, ChangePlan plan, ChangeManner manner, CancellationToken cancellationToken)
    {
        var done = new Stack<LiveStep>();
        foreach (var step in plan.Steps)
        {
            try
            {
                await DoAsync(live, step, manner, cancellationToken);
                done.Push(step);
            }
            catch (Exception failure) when (failure is LodgeException or OperationCanceledException)
            {
                var differs = await UndoAsync(live, done, manner);
                if (differs.Count == 0 || failure is OperationCanceledException)
                {
                    throw;
                }

                throw NotTakenBack(live, (LodgeException)failure, differs);
            }
        }
    }

    /// <summary>Makes a definition the one that runs, in the run record and for readers.</summary>
    public Vm Settle(LiveVm live, VmDefinition running, Vm vm, IReadOnlyList<string>? differs)
    {
        var revision = DefinitionDifference.Same(running, vm.Definition) ? vm.Revision : 0;
        live.Amend(intent => intent with { Definition = running, Revision = revision, Change = null, Differs = differs });
        return core.Inventory.Update(vm.Id, now => now with
        {
            Runtime = now.Runtime is null ? null : now.Runtime with
            {
                Definition = running, DefinitionRevision = revision, Differs = differs, Plugs = core.Plugging.PlugsOf(vm.Id),
            },
        }) ?? vm;
    }

    private async Task DoAsync(LiveVm live, LiveStep step, ChangeManner manner, CancellationToken cancellationToken)
    {
        var running = live.Intent.Definition;
        if (step is DetachStep { Device: DiskDefinition disk })
        {
            core.DiskJobs.ThrowIfAny(core.Inventory.Get(live.VmId), "have a disk detached", disk.Name);
        }

        live.Amend(intent => intent with { Change = AliasOf(step) });
        await _steps.ApplyAsync(live, step, running, manner, cancellationToken);
        live.Amend(intent => intent with { Definition = step.ApplyTo(running), Revision = 0, Change = null });
        Announce(live, step);
    }

    private async Task<List<string>> UndoAsync(LiveVm live, Stack<LiveStep> done, ChangeManner manner)
    {
        var differs = new List<string>();
        while (done.TryPop(out var step))
        {
            try
            {
                await DoAsync(live, step.Inverse(), manner, CancellationToken.None);
            }
            catch (LodgeException failure)
            {
                differs.Add($"{step.What} was not taken back: {failure.Message}");
            }
        }

        var all = live.Intent.Differs is null && differs.Count == 0 ? null : (IReadOnlyList<string>)[.. live.Intent.Differs ?? [], .. differs];
        Settle(live, live.Intent.Definition, core.Inventory.Get(live.VmId), all);
        return differs;
    }

    private void Announce(LiveVm live, LiveStep step)
    {
        if (DraftOf(step) is { } draft && core.Inventory.Find(live.VmId) is { } vm)
        {
            core.States.Announce(vm, draft);
        }
    }

    private static LodgeEvent? DraftOf(LiveStep step) => step switch
    {
        AttachStep attach => LodgeEvent.Draft(EventKind.VmDeviceAdded) with { Detail = attach.Device.Alias },
        DetachStep detach => LodgeEvent.Draft(EventKind.VmDeviceRemoved) with { Detail = detach.Device.Alias },
        TuningStep tuning => LodgeEvent.Draft(EventKind.VmTuned) with
        {
            Tuning = new TuningChange { Before = tuning.Before, After = tuning.After },
        },
        ThrottleStep limits => LodgeEvent.Draft(EventKind.VmTuned) with
        {
            Device = limits.After.Alias,
            Tuning = new TuningChange { Disk = limits.After.Name, LimitsBefore = limits.Before.Throttle, LimitsAfter = limits.After.Throttle },
        },
        _ => null,
    };

    private static string? AliasOf(LiveStep step) => step switch
    {
        AttachStep attach => attach.Device.Alias,
        DetachStep detach => detach.Device.Alias,
        _ => null,
    };

    private static LodgeException NotTakenBack(LiveVm live, LodgeException failure, List<string> differs) => new(
        failure.Error.Code,
        $"{failure.Message} What was done before could not all be taken back: {string.Join("; ", differs)}",
        $"'lodge info {live.Intent.Definition.Name}' shows where the running VM differs; the next start brings it in order.",
        failure);
}
