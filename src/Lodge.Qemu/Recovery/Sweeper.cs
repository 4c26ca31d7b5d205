using Lodge.Linux.Cgroups;
using Lodge.Linux.Processes;
using Lodge.Model.Errors;
using Lodge.Qemu.Launching;
using Lodge.Qemu.RunFolders;
using Microsoft.Extensions.Logging;

namespace Lodge.Qemu.Recovery;

/// <summary>Removes what belongs to no VM: run folders, marked processes without one, control groups.</summary>
internal sealed partial class Sweeper(
    VmFolders folders, VmCleaner cleaner, VmClaims claims, Lazy<CgroupTree> cgroups, PidFdWatcher watcher, ILogger<Sweeper> logger)
{
    /// <summary>Sweeps. VMs that are being started at this moment are spared, known or not.</summary>
    /// <param name="known">VMs whose things stay.</param>
    /// <param name="cancellationToken">Ends the sweep.</param>
    public async Task SweepAsync(IReadOnlySet<Guid> known, CancellationToken cancellationToken)
    {
        foreach (var vmId in folders.ListRunning().Where(id => !IsSpared(id)))
        {
            await TryAsync($"run folder {folders.Of(vmId).RunFolder}", () => cleaner.EndAndClearAsync(vmId, cancellationToken));
        }

        foreach (var (pid, folder) in MarkedProcesses.Find(folders.RunRoot))
        {
            if (Guid.TryParse(Path.GetFileName(folder), out var vmId) && !IsSpared(vmId))
            {
                await TryAsync($"process {pid}", () => EndAsync(pid, folder, cancellationToken));
            }
        }

        foreach (var name in cgroups.Value.List())
        {
            if (Guid.TryParse(name, out var vmId) && !IsSpared(vmId))
            {
                await TryAsync($"control group {name}", () => cleaner.EndAndClearAsync(vmId, cancellationToken));
            }
        }

        bool IsSpared(Guid vmId) => known.Contains(vmId) || claims.Holders.Contains(vmId);
    }

    private async Task EndAsync(int pid, string folder, CancellationToken cancellationToken)
    {
        using var process = MarkedProcesses.Hold(watcher, pid, folder);
        if (process is not null)
        {
            process.Signal(Signals.Kill);
            await process.WaitForExitAsync(cancellationToken).WaitAsync(TimeSpan.FromSeconds(10), cancellationToken);
        }
    }

    // One thing that cannot be removed must not keep the others.
    private async Task TryAsync(string what, Func<Task> remove)
    {
        try
        {
            await remove();
            Swept(what);
        }
        catch (Exception failure) when (failure is LodgeException or IOException or TimeoutException)
        {
            NotSwept(what, failure.Message);
        }
    }

    [LoggerMessage(4301, LogLevel.Information, "Removed what belonged to no VM: {What}")]
    private partial void Swept(string what);

    [LoggerMessage(4302, LogLevel.Warning, "Could not remove what belongs to no VM: {What}: {Problem}")]
    private partial void NotSwept(string what, string problem);
}
