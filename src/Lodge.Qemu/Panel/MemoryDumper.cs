using Lodge.Model.Errors;
using Lodge.Qemu.Processes;
using Lodge.Qemu.Saving;
using Lodge.Qmp.Commands;
using Lodge.Qmp.Events;
using Microsoft.Win32.SafeHandles;

namespace Lodge.Qemu.Panel;

/// <summary>
/// Has QEMU write the guest's memory to a file: under another name at first, then synced and renamed, so that a file
/// with the right name is always whole. QEMU halts the guest meanwhile.
/// </summary>
internal sealed class MemoryDumper(QmpSession session, string vm)
{
    private const string Name = "lodge-dump";

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan ResumePatience = TimeSpan.FromSeconds(10);

    private volatile string? _failure;

    /// <summary>Sees every event of the session: QEMU tells by one why a dump failed.</summary>
    public void Observe(QmpEvent happened)
    {
        if (happened is DumpCompletedEvent completed)
        {
            _failure = completed.Error;
        }
    }

    /// <summary>Writes the file. On failure or cancellation it is gone.</summary>
    /// <exception cref="LodgeException">Why it could not be written.</exception>
    public Task WriteAsync(string path, DumpFormat format, IProgress<double> progress, CancellationToken cancellationToken) =>
        PartialFile.WriteAsync(path, file => FillAsync(file, format, progress, cancellationToken), DumpTrouble.Of, cancellationToken);

    private async Task FillAsync(SafeFileHandle file, DumpFormat format, IProgress<double> progress, CancellationToken cancellationToken)
    {
        using var relay = new DumpRelay(file);
        await session.ExecuteAsync(new GetFdCommand(Name, relay.Writer), cancellationToken);
        _failure = null;
        try
        {
            await session.ExecuteAsync(new DumpGuestMemoryCommand($"fd:{Name}", detach: true, format: format), CancellationToken.None);
        }
        catch (LodgeException)
        {
            await TryCloseAsync();
            throw;
        }

        relay.HandedOver();
        using var stop = cancellationToken.Register(relay.Break);
        var status = await FollowAsync(progress);
        await AwaitResumeAsync();
        await relay.Carried;
        cancellationToken.ThrowIfCancellationRequested();
        if (status == DumpStatus.Failed)
        {
            throw DumpTrouble.OfQemu(_failure, vm);
        }
    }

    // A dump that is given up is over only when QEMU says so.
    private async Task<DumpStatus> FollowAsync(IProgress<double> progress)
    {
        while (true)
        {
            var now = await session.ExecuteAsync(new QueryDumpCommand(), CancellationToken.None);
            if (now.Status != DumpStatus.Active)
            {
                return now.Status;
            }

            if (now.Total > 0)
            {
                progress.Report(Math.Clamp((double)now.Completed / now.Total, 0, 1));
            }

            await Task.Delay(Pause);
        }
    }

    // QEMU says that a dump has ended a moment before it lets a guest that ran run again.
    private async Task AwaitResumeAsync()
    {
        for (var waited = TimeSpan.Zero; waited < ResumePatience; waited += Pause)
        {
            var now = await session.ExecuteAsync(new QueryStatusCommand(), CancellationToken.None);
            if (now.Status != RunState.SaveVm)
            {
                return;
            }

            await Task.Delay(Pause);
        }
    }

    // A descriptor that QEMU has used already is no longer there to close.
    private async Task TryCloseAsync()
    {
        try
        {
            await session.ExecuteAsync(new CloseFdCommand(Name), CancellationToken.None);
        }
        catch (LodgeException)
        {
            return;
        }
    }
}
