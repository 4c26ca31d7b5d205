using Lodge.Engine.Jobs;
using Lodge.Engine.Ports;
using Lodge.Model.Errors;
using Lodge.Model.Events;
using Lodge.Model.Jobs;
using Lodge.Model.Json;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Devices;
using Lodge.Model.Vms.States;

namespace Lodge.Engine.Vms.Panel;

/// <summary>What Lodge itself does when a watchdog has fired; most of it QEMU has done by then.</summary>
internal sealed class WatchdogReaction(VmCore core)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan HaltPatience = TimeSpan.FromSeconds(10);

    /// <summary>Tells of it, and sees to a guest that it has halted.</summary>
    public void React(LiveVm live, WatchdogFired fired)
    {
        core.States.Announce(EventKind.VmWatchdog, core.Inventory.Get(live.VmId), WordOf(ActionOf(live)));
        if (fired.GuestStopped)
        {
            core.States.Apply(live.VmId, VmTrigger.WatchdogStopped);
            SeeTo(live);
        }
    }

    /// <summary>
    /// Does what a guest was halted for by its watchdog: a dump, by a job, after which it goes on; or the end that the
    /// definition has for a power-off. Nothing for one that was halted to stay so.
    /// </summary>
    public void SeeTo(LiveVm live)
    {
        switch (ActionOf(live))
        {
            case WatchdogAction.Dump:
                core.Jobs.Run(JobKind.Dump, live.VmId, live.Intent.Definition.Name, (progress, token) => DumpAsync(live, progress, token));
                break;
            case WatchdogAction.Poweroff:
                core.States.Apply(live.VmId, VmTrigger.GuestPoweredOff, "by its watchdog");
                _ = Task.Run(() => PowerOffAsync(live));
                break;
        }
    }

    private async Task PowerOffAsync(LiveVm live)
    {
        try
        {
            await AwaitHaltAsync(live, CancellationToken.None);
        }
        catch (LodgeException)
        {
            return; // QEMU is gone, which is told by another event.
        }

        if (core.Inventory.Find(live.VmId) is { } vm)
        {
            core.Supervisor.CatchUp(live, vm.Status);
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

    private static string? WordOf(WatchdogAction? action) => action is { } known ? Kebab.Of(known) : null;
}
