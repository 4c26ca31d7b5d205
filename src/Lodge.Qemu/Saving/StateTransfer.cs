using Lodge.Model.Errors;
using Lodge.Qemu.Processes;
using Lodge.Qmp.Commands;
using Microsoft.Win32.SafeHandles;

namespace Lodge.Qemu.Saving;

/// <summary>Moves a guest's state out of QEMU into a file, and back; QEMU calls either a migration.</summary>
internal sealed class StateTransfer(QmpSession session, string vm)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(100);

    /// <summary>Writes the state of the paused guest.</summary>
    /// <param name="file">Open for writing, standing where the state is to begin.</param>
    /// <param name="offset">That position, bytes.</param>
    /// <param name="path">Its name, for errors.</param>
    /// <param name="progress">Gets the share done, 0 to 1.</param>
    /// <param name="cancellationToken">Gives the transfer up; the guest can be resumed afterwards.</param>
    /// <exception cref="LodgeException">It failed.</exception>
    public async Task SendAsync(
        SafeFileHandle file, long offset, string path, IProgress<double> progress, CancellationToken cancellationToken)
    {
        await session.ExecuteAsync(
            new MigrateSetParametersCommand(new MigrationParameters { MaxBandwidth = 0 }), cancellationToken);
        var uri = await MigrationRoute.OfferAsync(session, file, offset, cancellationToken);
        try
        {
            await session.ExecuteAsync(new MigrateCommand(uri), CancellationToken.None);
            var end = await FollowAsync(progress, cancellationToken);
            if (end.Status != MigrationStatus.Completed)
            {
                throw SaveTrouble.OfQemu(end.ErrorDesc, path, vm);
            }
        }
        catch (Exception failure) when (failure is OperationCanceledException or LodgeException)
        {
            await TryAbandonAsync();
            throw;
        }
        finally
        {
            await WithdrawAsync();
        }
    }

    /// <summary>Loads a state into a QEMU that waits for one; completes when the guest could run.</summary>
    /// <param name="file">Open for reading, standing where the state begins.</param>
    /// <param name="offset">That position, bytes.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="LodgeException">It failed.</exception>
    public async Task ReceiveAsync(SafeFileHandle file, long offset, CancellationToken cancellationToken)
    {
        var uri = await MigrationRoute.OfferAsync(session, file, offset, cancellationToken);

        // QEMU may answer nothing while it reads, however long that takes.
        await session.ExecuteAsync(new MigrateIncomingCommand(uri), Timeout.InfiniteTimeSpan, cancellationToken);
        var pause = FirstPause;
        while (true)
        {
            var now = await session.ExecuteAsync(new QueryMigrateCommand(), Timeout.InfiniteTimeSpan, cancellationToken);
            if (now.Status == MigrationStatus.Completed)
            {
                await WithdrawAsync();
                return;
            }

            if (HasEnded(now.Status))
            {
                throw new LodgeException(
                    ErrorCode.HypervisorFailed, $"QEMU could not load the saved state of VM '{vm}': {now.ErrorDesc ?? "it gave no reason"}.");
            }

            await Task.Delay(pause, cancellationToken);
            pause = Longer(pause);
        }
    }

    /// <summary>Ends a transfer, if one is under way; completes when it has ended.</summary>
    /// <exception cref="LodgeException">QEMU does not answer.</exception>
    public async Task AbandonAsync(CancellationToken cancellationToken)
    {
        await session.ExecuteAsync(new MigrateCancelCommand(), cancellationToken);
        await FollowAsync(new Progress<double>(), cancellationToken);
    }

    private async Task<MigrationInfo> FollowAsync(IProgress<double> progress, CancellationToken cancellationToken)
    {
        var pause = FirstPause;
        while (true)
        {
            // QEMU may answer nothing while it flushes its disks, however long that takes.
            var now = await session.ExecuteAsync(new QueryMigrateCommand(), Timeout.InfiniteTimeSpan, cancellationToken);
            if (now.Status is null || HasEnded(now.Status))
            {
                return now;
            }

            if (now.Ram is { Total: > 0 } ram)
            {
                progress.Report(Math.Clamp((double)(ram.Total - ram.Remaining) / ram.Total, 0, 1));
            }

            await Task.Delay(pause, cancellationToken);
            pause = Longer(pause);
        }
    }

    // A transfer that goes on behind a failed save would stop the guest again when it is done.
    private async Task TryAbandonAsync()
    {
        try
        {
            await AbandonAsync(CancellationToken.None);
        }
        catch (LodgeException)
        {
            return; // QEMU cannot be reached; what made the save fail is the error to tell.
        }
    }

    private async Task WithdrawAsync()
    {
        try
        {
            await MigrationRoute.WithdrawAsync(session, CancellationToken.None);
        }
        catch (LodgeException)
        {
            // The connection is gone, and with it this use of the file; the outcome is known already.
            return;
        }
    }

    private static bool HasEnded(MigrationStatus? status) => status
        is MigrationStatus.None or MigrationStatus.Completed or MigrationStatus.Failed or MigrationStatus.Cancelled;

    private static TimeSpan Longer(TimeSpan pause) => pause * 2 > LongestPause ? LongestPause : pause * 2;
}
