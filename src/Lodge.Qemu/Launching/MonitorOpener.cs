using System.Net.Sockets;
using Lodge.Model.Errors;
using Lodge.Model.Vms;
using Lodge.Qemu.Companions;
using Lodge.Qemu.Logs;
using Lodge.Qemu.Planning;
using Lodge.Qemu.Processes;
using Lodge.Qemu.Saving;
using Lodge.Qemu.Snapshots;
using Lodge.Qmp;

namespace Lodge.Qemu.Launching;

/// <summary>Waits for a QEMU that was just started, and does by its monitor what the command line cannot.</summary>
internal sealed class MonitorOpener(LaunchTools tools)
{
    private static readonly TimeSpan ExitGrace = TimeSpan.FromMilliseconds(500);

    /// <summary>Connects as soon as QEMU is ready.</summary>
    /// <exception cref="LodgeException">It ended instead, for the reason in its log, or did not become ready in time.</exception>
    public async Task<QmpSession> OpenAsync(string vm, VmPaths paths, StartedProcess started, CancellationToken cancellationToken)
    {
        try
        {
            var client = await QmpTransport.ConnectAsync(paths.QmpSocket, tools.Options.StartDeadline, cancellationToken);
            return new QmpSession(vm, paths.QmpSocket, client, started.Process, tools.SessionLogger);
        }
        catch (QmpTimeoutException late)
        {
            throw new LodgeException(
                ErrorCode.Timeout,
                $"QEMU did not become ready for VM '{vm}' in {tools.Options.StartDeadline.TotalSeconds:0} s.",
                "The host may be overloaded, or storage slow; the VM's QEMU log may say more: 'lodge log --qemu'.",
                late);
        }
        catch (Exception failure) when (failure is QmpException or SocketException or IOException)
        {
            throw await ExplainAsync(failure, vm, paths, started);
        }
    }

    /// <summary>Tells it its first settings and loads the saved state, where there are such.</summary>
    /// <exception cref="LodgeException">QEMU refused, or ended.</exception>
    public async Task FinishAsync(
        QmpSession session, QemuPlan plan, SavedState? saved, VmDefinition definition, VmPaths paths, StartedProcess started, CancellationToken cancellationToken)
    {
        try
        {
            await FirstSettings.ApplyAsync(session, definition, plan.Displays, paths, cancellationToken);
            if (saved?.Header is { Tag: { } tag, TaggedDisks: { } names })
            {
                var disks = names.Select(name => definition.Disks.First(disk => disk.Name == name)).ToList();
                var nodes = new BlockNodes(session, started.Process.Pid, definition.Name);
                await new InternalSnapshots(session, nodes, definition.Name).LoadAsync(disks, tag, cancellationToken);
            }
            else if (saved is not null)
            {
                await new StateTransfer(session, definition.Name).ReceiveAsync(saved.File, saved.Offset, cancellationToken);
            }
        }
        catch (LodgeException failure) when (failure.Error.Code == ErrorCode.HypervisorFailed)
        {
            throw await ExplainAsync(failure, definition.Name, paths, started);
        }
    }

    // What QEMU itself said on its way out is worth more than how its end was noticed. But a companion that ended takes
    // QEMU with it, and then knows better.
    private static async Task<Exception> ExplainAsync(Exception failure, string vm, VmPaths paths, StartedProcess started)
    {
        var process = started.Process;
        await Task.WhenAny(process.Exited, Task.Delay(ExitGrace));
        if (await CompanionTrouble.ExplainAsync(started.Companions.All, vm) is { } cause)
        {
            return new LodgeException(cause, failure);
        }

        if (process.Exited.IsCompleted)
        {
            var exit = await process.Exited;
            return new LodgeException(StartFailure.Classify(vm, QemuLog.LastWords(paths.QemuLog), exit.ToString()), failure);
        }

        return failure as LodgeException
            ?? new LodgeException(ErrorCode.HypervisorFailed, $"The monitor of VM '{vm}' cannot be reached: {failure.Message}", cause: failure);
    }
}
