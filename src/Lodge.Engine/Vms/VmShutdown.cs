using Lodge.Engine.Events;
using Lodge.Engine.Jobs;
using Lodge.Engine.Ports;
using Lodge.Model.Errors;
using Lodge.Model.Events;
using Lodge.Model.Jobs;
using Lodge.Model.Vms;
using Lodge.Model.Vms.States;

namespace Lodge.Engine.Vms;

/// <summary>Shutting down and rebooting guests, by their agent or their power button, with what follows when they do not obey.</summary>
public sealed class VmShutdown
{
    /// <summary>A guest that has not booted far enough overhears the first press, so it is repeated.</summary>
    private static readonly TimeSpan PressAgain = TimeSpan.FromSeconds(10);

    private readonly VmCore _core;

    internal VmShutdown(VmCore core) => _core = core;

    /// <summary>Asks the guest to power off.</summary>
    /// <param name="vm">Name or id.</param>
    /// <param name="timeout">How long it gets, 1 s to 1 day.</param>
    /// <param name="escalation">What to do when it is still up then.</param>
    /// <param name="method">How it is asked.</param>
    /// <returns>The job, under way; it ends when the VM has stopped.</returns>
    public Job ShutDown(string vm, TimeSpan timeout, ShutDownEscalation escalation, ShutDownMethod method = ShutDownMethod.Auto)
    {
        var present = Check(vm, timeout, "be shut down");
        var request = new Request(present.Id, RunOperation.ShuttingDown, method, timeout, IsStopped);
        return _core.Jobs.Run(JobKind.ShutDown, present.Id, present.Name, (progress, token) =>
            AskAsync(request, progress, () => EscalateAsync(present, timeout, escalation, progress), token));
    }

    /// <summary>Asks the guest to power off, and starts it again within its QEMU.</summary>
    /// <param name="vm">Name or id.</param>
    /// <param name="timeout">How long it gets, 1 s to 1 day.</param>
    /// <param name="escalation">What to do when it is still up then: fail, or press reset.</param>
    /// <param name="method">How it is asked.</param>
    /// <returns>The job, under way; it ends when the guest boots again.</returns>
    public Job Reboot(string vm, TimeSpan timeout, ShutDownEscalation escalation, ShutDownMethod method = ShutDownMethod.Auto)
    {
        var present = Check(vm, timeout, "be rebooted");
        var request = new Request(
            present.Id, RunOperation.Rebooting, method, timeout, item => item.Kind == EventKind.VmRebooted || IsStopped(item));
        return _core.Jobs.Run(JobKind.Reboot, present.Id, present.Name, (progress, token) =>
            AskAsync(request, progress, () => ResetAsync(present, timeout, escalation, progress), token));
    }

    private Vm Check(string vm, TimeSpan timeout, string verb)
    {
        if (timeout < TimeSpan.FromSeconds(1) || timeout > TimeSpan.FromDays(1))
        {
            throw new LodgeException(ErrorCode.InvalidArgument, $"The timeout must be 1 to 86400 seconds, and is {timeout.TotalSeconds:0}.");
        }

        var present = _core.Inventory.Get(vm);
        return present.Status.State == VmState.Running ? present : throw VmStates.Refusal(present, verb);
    }

    private async Task AskAsync(Request request, JobProgress progress, Func<Task> escalate, CancellationToken cancellationToken)
    {
        using var events = _core.Events.Subscribe(null);
        using var limit = new CancellationTokenSource(request.Timeout, _core.Clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        var done = WaitAsync(events, item => item.VmId == request.VmId && request.IsDone(item), either.Token);
        progress.Step("waiting for the guest");
        try
        {
            if (!await TellAgentAsync(request, either.Token))
            {
                await PressAsync(request, done, either.Token, cancellationToken);
            }

            await done;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            await escalate();
        }
        finally
        {
            Forget(request.VmId, request.Operation);
        }
    }

    // Nothing waits for the agent but this job: it may be stuck.
    private async Task<bool> TellAgentAsync(Request request, CancellationToken cancellationToken)
    {
        if (request.Method == ShutDownMethod.Acpi || _core.Live.Find(request.VmId) is not { } live)
        {
            return false;
        }

        try
        {
            if (request.Method == ShutDownMethod.Auto && !await live.Process.Agent.IsThereAsync(cancellationToken))
            {
                return false;
            }

            live.Amend(intent => intent with { Operation = request.Operation });
            await live.Process.Agent.ShutDownAsync(request.Operation == RunOperation.Rebooting, cancellationToken);
            return true;
        }
        catch (LodgeException) when (request.Method == ShutDownMethod.Auto)
        {
            return false; // The power button is left.
        }
    }

    private async Task PressAsync(Request request, Task done, CancellationToken either, CancellationToken cancellationToken)
    {
        do
        {
            await PressOnceAsync(request.VmId, request.Operation, cancellationToken);
            await Task.WhenAny(done, Task.Delay(PressAgain, _core.Clock, either));
        }
        while (!done.IsCompleted && !either.IsCancellationRequested);
    }

    private async Task PressOnceAsync(Guid vmId, RunOperation operation, CancellationToken cancellationToken)
    {
        using var pass = await _core.Gates.EnterAsync(vmId, "power button", cancellationToken);
        if (_core.Inventory.Find(vmId) is { Status.State: VmState.Running } && _core.Live.Find(vmId) is { } live)
        {
            live.Amend(intent => intent with { Operation = operation });
            await live.Process.PowerDownAsync(pass.Preempted);
        }
    }

    private void Forget(Guid vmId, RunOperation operation)
    {
        if (_core.Live.Find(vmId) is { } live && live.Intent.Operation == operation)
        {
            live.Amend(intent => intent with { Operation = RunOperation.None });
        }
    }

    private async Task EscalateAsync(Vm vm, TimeSpan timeout, ShutDownEscalation escalation, JobProgress progress)
    {
        if (_core.Inventory.Find(vm.Id) is not { Status.IsLive: true })
        {
            return;
        }

        ThrowUnlessKill(vm, timeout, escalation, $"Try 'lodge stop {vm.Name} --then kill', or 'lodge kill {vm.Name}'.");
        progress.Step("pulling the plug");
        await _core.Lifecycle.KillAsync(vm.Id.ToString(), CancellationToken.None);
    }

    private async Task ResetAsync(Vm vm, TimeSpan timeout, ShutDownEscalation escalation, JobProgress progress)
    {
        ThrowUnlessKill(vm, timeout, escalation, $"Try 'lodge reset {vm.Name}'.");
        progress.Step("pressing reset");
        await _core.Lifecycle.ResetAsync(vm.Id.ToString(), CancellationToken.None);
    }

    private static void ThrowUnlessKill(Vm vm, TimeSpan timeout, ShutDownEscalation escalation, string remedy)
    {
        if (escalation != ShutDownEscalation.Kill)
        {
            throw new LodgeException(ErrorCode.Timeout, $"The guest of VM '{vm.Name}' did not power off within {timeout.TotalSeconds:0} s; it still runs.", remedy);
        }
    }

    private static bool IsStopped(LodgeEvent item) => item is { Kind: EventKind.VmStateChanged, Status.State: VmState.Stopped };

    private static async Task WaitAsync(EventSubscription events, Func<LodgeEvent, bool> isDone, CancellationToken cancellationToken)
    {
        await foreach (var item in events.ReadAsync(cancellationToken))
        {
            if (isDone(item))
            {
                return;
            }
        }
    }

    private sealed record Request(
        Guid VmId, RunOperation Operation, ShutDownMethod Method, TimeSpan Timeout, Func<LodgeEvent, bool> IsDone);
}
