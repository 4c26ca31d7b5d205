using Lodge.Engine.Ports;
using Lodge.Linux.Files;
using Lodge.Model.Errors;
using Lodge.Qemu.Launching;
using Lodge.Qemu.Planning;
using Lodge.Qemu.RunFolders;
using Lodge.Qemu.Saving;

namespace Lodge.Qemu.Snapshots;

/// <summary>What snapshots keep besides disks: a folder for each, below the VM's state folder.</summary>
internal sealed class SnapshotFiles(VmFolders folders) : ISnapshotFiles
{
    public string Prepare(Guid vmId, Guid snapshotId)
    {
        var folder = FolderOf(vmId, snapshotId);
        return Guarded(folder, () =>
        {
            PrivateFolder.Make(folder);
            return Path.Combine(folder, "memory.save");
        });
    }

    public bool HasState(Guid vmId) => FilesOf(folders.Of(vmId)).Count > 0;

    public Task KeepAsync(Guid vmId, Guid snapshotId, CancellationToken cancellationToken)
    {
        var paths = folders.Of(vmId);
        return CopyAsync(paths.StateFolder, FolderOf(vmId, snapshotId), FilesOf(paths), cancellationToken);
    }

    public Task DescribeMemoryAsync(Guid vmId, Guid snapshotId, SavedStateHeader header, CancellationToken cancellationToken)
    {
        var path = Prepare(vmId, snapshotId);
        return PartialFile.WriteAsync(
            path,
            file =>
            {
                RandomAccess.Write(file, SaveFileFormat.Write(header), 0);
                return Task.CompletedTask;
            },
            SaveTrouble.Of,
            cancellationToken);
    }

    public async Task BringBackAsync(Guid vmId, Guid snapshotId, CancellationToken cancellationToken)
    {
        var (paths, folder) = (folders.Of(vmId), FolderOf(vmId, snapshotId));
        var kept = FilesOf(paths with { StateFolder = folder });
        await CopyAsync(folder, paths.StateFolder, kept, cancellationToken);

        // What came to be since would not fit to it.
        Guarded(paths.StateFolder, () =>
        {
            foreach (var file in FilesOf(paths).Except(kept))
            {
                File.Delete(Path.Combine(paths.StateFolder, file));
            }

            return true;
        });
    }

    public Task DeleteAsync(Guid vmId, Guid snapshotId, CancellationToken cancellationToken)
    {
        var folder = FolderOf(vmId, snapshotId);
        return Task.Run(() => Guarded(folder, () =>
        {
            if (Directory.Exists(folder))
            {
                Directory.Delete(folder, recursive: true);
            }

            return true;
        }), cancellationToken);
    }

    private string FolderOf(Guid vmId, Guid snapshotId) => Path.Combine(folders.Of(vmId).StateFolder, "snapshots", snapshotId.ToString("D"));

    // Relative to the state folder.
    private static IReadOnlyList<string> FilesOf(VmPaths paths)
    {
        var tpm = Directory.Exists(paths.TpmState) ? Directory.GetFiles(paths.TpmState, "*", SearchOption.AllDirectories) : [];
        return
        [
            .. new[] { paths.Variables, paths.Firmware }.Where(File.Exists)
                .Concat(tpm.Where(file => !file.EndsWith("/.lock", StringComparison.Ordinal)))
                .Select(file => Path.GetRelativePath(paths.StateFolder, file)),
        ];
    }

    private static Task CopyAsync(string from, string to, IReadOnlyList<string> files, CancellationToken cancellationToken) => Task.Run(() => Guarded(to, () =>
    {
        foreach (var file in files)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var target = Path.Combine(to, file);
            PrivateFolder.Make(Path.GetDirectoryName(target)!);
            File.Copy(Path.Combine(from, file), target, overwrite: true);
            using var copy = File.OpenHandle(target, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
            RandomAccess.FlushToDisk(copy);
            DurableFile.SyncFolder(Path.GetDirectoryName(target)!);
        }

        return true;
    }), cancellationToken);

    private static T Guarded<T>(string folder, Func<T> act)
    {
        try
        {
            return act();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new LodgeException(
                ErrorCode.StorageFailed, $"What a snapshot keeps in '{folder}' cannot be read or written: {failure.Message}", "See that the daemon's state folder is writable and not full.", failure);
        }
    }
}
