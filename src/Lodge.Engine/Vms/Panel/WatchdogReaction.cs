using System.Text.Json;
using Lodge.Engine.Jobs;
using Lodge.Engine.Ports;
using Lodge.Model.Events;
using Lodge.Model.Jobs;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Devices;
using Lodge.Model.Vms.States;

namespace Lodge.Engine.Vms.Panel;

/// <summary>What Lodge itself does when a watchdog has fired; most of it QEMU has done by then.</summary>
internal sealed class WatchdogReaction(VmCore core)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan HaltPatience = TimeSpan.FromSeconds(10);

    /// <summary>Tells of it. A guest that is halted to be dumped is dumped by a job, and goes on then.</summary>
    public void React(LiveVm live, WatchdogFired fired)
    {
        core.States.Announce(EventKind.VmWatchdog, core.Inventory.Get(live.VmId), WordOf(ActionOf(live)));
        if (fired.GuestStopped)
        {
            core.States.Apply(live.VmId, VmTrigger.WatchdogStopped);
            DumpIfTold(live);
        }
    }

    /// <summary>Dumps a guest that its watchdog has halted for that; nothing for one that was halted to stay so.</summary>
    public void DumpIfTold(LiveVm live)
    {
        if (ActionOf(live) == WatchdogAction.Dump)
        {
            core.Jobs.Run(JobKind.Dump, live.VmId, live.Intent.Definition.Name, (progress, token) => DumpAsync(live, progress, token));
        }
    }

    private async Task DumpAsync(LiveVm live, JobProgress progress, CancellationToken cancellationToken)
    {
        using var pass = await core.Gates.QueueAsync(live.VmId, "memory dump", cancellationToken);
        if (!Waits(live))
        {
            return; // Somebody has let it run, or ended it, in the meantime.
        }

        var outcome = "its memory could not be dumped";
        try
        {
            await AwaitHaltAsync(live, cancellationToken);
            var path = live.Process.Panel.MakeRoomForDump(core.Clock.GetUtcNow());
            await core.Dumping.WriteAsync(live, path, MemoryDumpFormat.Elf, progress, pass, cancellationToken);
            outcome = $"its memory was dumped to {path}";
        }
        finally
        {
            if (Waits(live) && !pass.Preempted.IsCancellationRequested && !live.Process.Exited.IsCompleted)
            {
                await live.Process.ResumeAsync(CancellationToken.None);
                core.States.Apply(live.VmId, VmTrigger.ResumeRequested, outcome);
            }
        }
    }

    // QEMU tells of the watchdog a moment before it halts the guest.
    private static async Task AwaitHaltAsync(LiveVm live, CancellationToken cancellationToken)
    {
        for (var waited = TimeSpan.Zero; waited < HaltPatience; waited += Pause)
        {
            if (await live.Process.QueryStateAsync(cancellationToken) != GuestRunState.Running)
            {
                return;
            }

            await Task.Delay(Pause, cancellationToken);
        }
    }

    private bool Waits(LiveVm live) =>
        ReferenceEquals(core.Live.Find(live.VmId), live)
        && core.Inventory.Find(live.VmId) is { Status: { State: VmState.Paused, Reason: VmReason.Watchdog } };

    private static WatchdogAction? ActionOf(LiveVm live) => live.Intent.Definition.Watchdogs.OrEmpty().FirstOrDefault()?.Action;

    private static string? WordOf(WatchdogAction? action) =>
        action is { } known ? JsonNamingPolicy.KebabCaseLower.ConvertName(known.ToString()) : null;
}
