using Lodge.Model.Errors;
using Lodge.Model.Vms;
using Lodge.Qemu.Planning.Concerns;
using Lodge.Qmp.Commands;
using Lodge.Qmp.Events;

namespace Lodge.Qemu.Process;

/// <summary>
/// Resets a guest. QEMU answers the command before it does it, and refuses to let a powered-off guest run until it is
/// done, so the reset itself is waited for. Where the VM's policy makes QEMU shut down at a reboot, QEMU would take a
/// reset by request for one too (7.2 does), so that policy is lifted meanwhile.
/// </summary>
internal sealed class ResetButton(QmpSession session, VmDefinition definition)
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(10);

    private readonly bool _stopsAtReboot = LifecycleArguments.StopsAtReboot(definition);
    private volatile TaskCompletionSource? _awaited;

    /// <summary>Sees every event of the session.</summary>
    public void Observe(QmpEvent happened)
    {
        if (happened is ResetEvent)
        {
            _awaited?.TrySetResult();
        }
    }

    /// <summary>Presses the button; completes when the guest has been reset.</summary>
    /// <exception cref="LodgeException">QEMU refused or did not answer in time.</exception>
    public async Task PressAsync(CancellationToken cancellationToken)
    {
        if (!_stopsAtReboot)
        {
            await ResetAsync(cancellationToken);
            return;
        }

        await session.ExecuteAsync(new SetActionCommand(reboot: RebootAction.Reset), cancellationToken);
        try
        {
            await ResetAsync(cancellationToken);
        }
        finally
        {
            await RestorePolicyAsync(CancellationToken.None);
        }
    }

    /// <summary>Makes sure of the VM's policy, which a daemon that ended amid a reset may have left lifted.</summary>
    public Task RestorePolicyAsync(CancellationToken cancellationToken) => _stopsAtReboot
        ? session.ExecuteAsync(new SetActionCommand(reboot: RebootAction.Shutdown), cancellationToken)
        : Task.CompletedTask;

    private async Task ResetAsync(CancellationToken cancellationToken)
    {
        var reset = _awaited = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        try
        {
            await session.ExecuteAsync(new SystemResetCommand(), cancellationToken);
            await reset.Task.WaitAsync(Deadline, cancellationToken);
        }
        catch (TimeoutException late)
        {
            throw new LodgeException(
                ErrorCode.Timeout, $"The guest of VM '{definition.Name}' was not reset in time: its QEMU is busy or stuck.", cause: late);
        }
        finally
        {
            _awaited = null;
        }
    }
}
