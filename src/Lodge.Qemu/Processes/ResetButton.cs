using Lodge.Model.Errors;
using Lodge.Model.Vms;
using Lodge.Qemu.Planning.Concerns;
using Lodge.Qmp.Commands;
using Lodge.Qmp.Events;

namespace Lodge.Qemu.Processes;

/// <summary>
/// Resets a guest. QEMU answers the command before it does it, and refuses to let a powered-off guest run until it is
/// done, so the reset itself is waited for.
/// </summary>
/// <remarks>
/// Where the VM's policy makes QEMU shut down at a reboot, QEMU would take a reset by request for one too (7.2 does).
/// And SeaBIOS, when it finds that it has run before, resets the machine once more itself, in its first moment. So the
/// policy is lifted until the guest has run for <see cref="FirmwareTime"/>.
/// </remarks>
internal sealed class ResetButton(QmpSession session, Func<VmDefinition> definition) : IDisposable
{
    /// <summary>How long firmware may take to the reset of its own.</summary>
    public static readonly TimeSpan FirmwareTime = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(10);

    private volatile TaskCompletionSource? _reset;
    private volatile TaskCompletionSource? _resumed;
    private CancellationTokenSource _lifted = new();

    private bool StopsAtReboot => LifecycleArguments.StopsAtReboot(definition());

    /// <summary>Sees every event of the session.</summary>
    public void Observe(QmpEvent happened)
    {
        switch (happened)
        {
            case ResetEvent:
                _reset?.TrySetResult();
                break;
            case ResumeEvent:
                _resumed?.TrySetResult();
                break;
        }
    }

    /// <summary>Presses the button; completes when the guest has been reset.</summary>
    /// <exception cref="LodgeException">QEMU refused or did not answer in time.</exception>
    public async Task PressAsync(CancellationToken cancellationToken)
    {
        if (!StopsAtReboot)
        {
            await ResetAsync(cancellationToken);
            return;
        }

        await _lifted.CancelAsync();
        await session.ExecuteAsync(new SetActionCommand(reboot: RebootAction.Reset), cancellationToken);
        var isRunning = false;
        try
        {
            _resumed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            await ResetAsync(cancellationToken);
            isRunning = (await session.ExecuteAsync(new QueryStatusCommand(), cancellationToken)).Running;
        }
        catch
        {
            await RestorePolicyAsync(CancellationToken.None);
            throw;
        }

        _lifted = new CancellationTokenSource();
        _ = RestoreLaterAsync(isRunning ? Task.CompletedTask : _resumed.Task, _lifted.Token);
    }

    /// <summary>Makes sure of the VM's policy, which a daemon that ended amid a reset may have left lifted.</summary>
    public Task RestorePolicyAsync(CancellationToken cancellationToken) => StopsAtReboot
        ? session.ExecuteAsync(new SetActionCommand(reboot: RebootAction.Shutdown), cancellationToken)
        : Task.CompletedTask;

    public void Dispose() => _lifted.Cancel();

    private async Task RestoreLaterAsync(Task runs, CancellationToken cancellationToken)
    {
        try
        {
            await runs.WaitAsync(cancellationToken);
            await Task.Delay(FirmwareTime, cancellationToken);
            await RestorePolicyAsync(cancellationToken);
        }
        catch (Exception ended) when (ended is OperationCanceledException or LodgeException)
        {
            // Another reset follows, or the daemon lets go of the VM, or QEMU is gone: then it is not ours to restore.
            return;
        }
    }

    private async Task ResetAsync(CancellationToken cancellationToken)
    {
        var reset = _reset = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        try
        {
            await session.ExecuteAsync(new SystemResetCommand(), cancellationToken);
            await reset.Task.WaitAsync(Deadline, cancellationToken);
        }
        catch (TimeoutException late)
        {
            throw new LodgeException(
                ErrorCode.Timeout, $"The guest of VM '{definition().Name}' was not reset in time: its QEMU is busy or stuck.", cause: late);
        }
        finally
        {
            _reset = null;
        }
    }
}
