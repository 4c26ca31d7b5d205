using Lodge.Engine.Ports;
using Lodge.Linux.Cgroups;
using Lodge.Linux.Processes;
using Lodge.Model.Errors;
using Lodge.Qemu.Host.Assignment;
using Lodge.Qemu.Launching;
using Lodge.Qemu.RunFolders;
using Lodge.Qemu.Saving;

namespace Lodge.Qemu.Recovery;

/// <summary>Ends what still runs of a VM and removes what it leaves on the host. Everything here may be repeated.</summary>
internal sealed class VmCleaner(VmFolders folders, Lazy<CgroupTree> cgroups, VmClaims claims, DeviceLender lender, PidFdWatcher watcher)
{
    private static readonly TimeSpan KernelPatience = TimeSpan.FromSeconds(10);

    /// <summary>Removes what a VM leaves whose process has ended: control groups, run folder, claims.</summary>
    /// <exception cref="LodgeException">Processes stay in its control group, or the folder cannot be removed.</exception>
    public async Task ClearAsync(Guid vmId, CancellationToken cancellationToken)
    {
        var cgroup = cgroups.Value.Open(vmId.ToString("D"));
        await WithinAsync(vmId, token => EmptyAndRemoveAsync(cgroup, token), cancellationToken);
        lender.GiveBack(RunRecordFile.Read(folders.Of(vmId).Record)?.Loans);
        RemoveRunFolder(vmId);
        RemoveMemory(folders.Of(vmId).MemoryFolder);
        RemoveUnusedSharedMemory(vmId);
        claims.Release(vmId);
    }

    /// <summary>Removes the memory that a VM had in common with others when it was the last one.</summary>
    public void RemoveUnusedSharedMemory(Guid vmId) => SharedMemoryFiles.RemoveUnused(
        folders.Of(vmId).SharedMemoryFolder,
        () => [.. folders.ListRunning().Select(id => RunRecordFile.Read(folders.Of(id).Record)).OfType<RunRecord>()]);

    /// <summary>Ends every process that belongs to a VM, then clears.</summary>
    /// <exception cref="LodgeException">A process does not end, or the folder cannot be removed.</exception>
    public async Task EndAndClearAsync(Guid vmId, CancellationToken cancellationToken)
    {
        var paths = folders.Of(vmId);
        var record = RunRecordFile.Read(paths.Record);
        if (Directory.Exists(paths.RunFolder))
        {
            foreach (var process in Processes(record, paths.RunFolder))
            {
                using (process)
                {
                    process.Signal(Signals.Kill);
                    await WithinAsync(vmId, token => process.WaitForExitAsync(token), cancellationToken);
                }
            }
        }

        await WithinAsync(vmId, token => cgroups.Value.Open(vmId.ToString("D")).KillAsync(token), cancellationToken);
        RemoveUnfinishedSave(record);
        await ClearAsync(vmId, cancellationToken);
    }

    // What a companion may have started besides goes with its group.
    private static async Task EmptyAndRemoveAsync(VmCgroup cgroup, CancellationToken cancellationToken)
    {
        if (!cgroup.TryRemove())
        {
            await cgroup.KillAsync(cancellationToken);
            await cgroup.RemoveAsync(cancellationToken);
        }
    }

    // Nobody finds anything in the memory of a guest that is gone.
    private static void RemoveMemory(string folder)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // The file may be anywhere: only the record knows.
    private static void RemoveUnfinishedSave(RunRecord? record)
    {
        if (record?.Intent is { Operation: RunOperation.Saving, SavedState: { } path })
        {
            PartialFile.Remove(path);
        }
    }

    private IEnumerable<ProcessHandle> Processes(RunRecord? record, string runFolder)
    {
        if (record?.Runtime is { } runtime)
        {
            return (record.Companions ?? [])
                .Select(companion => (companion.ProcessId, companion.StartTime))
                .Prepend((runtime.ProcessId, record.ProcessStartTime))
                .Select(recorded => ProcessHandle.TryOpen(watcher, recorded.Item1, recorded.Item2))
                .OfType<ProcessHandle>();
        }

        return MarkedProcesses.Find(folders.RunRoot)
            .Where(marked => marked.RunFolder == runFolder)
            .Select(marked => MarkedProcesses.Hold(watcher, marked.Pid, marked.RunFolder))
            .OfType<ProcessHandle>();
    }

    private void RemoveRunFolder(Guid vmId)
    {
        var folder = folders.Of(vmId).RunFolder;
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (DirectoryNotFoundException)
        {
            return; // Nothing is left, as it should be.
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new LodgeException(
                ErrorCode.StorageFailed,
                $"The run folder '{folder}' cannot be removed: {failure.Message}",
                "Remove it by hand, then restart the daemon.",
                failure);
        }
    }

    private static async Task WithinAsync(Guid vmId, Func<CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(KernelPatience);
        try
        {
            await work(limit.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new LodgeException(
                ErrorCode.HypervisorFailed,
                $"A process of VM {vmId} was killed and does not end: the kernel waits for something on its behalf.",
                "Look for storage that does not answer (a dead NFS server, a failing disk); the process ends when that does.");
        }
    }
}
