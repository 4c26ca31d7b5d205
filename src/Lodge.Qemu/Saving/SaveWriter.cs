using Lodge.Engine.Ports;
using Lodge.Linux.Files;
using Lodge.Model.Errors;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Devices;
using Lodge.Qemu.Processes;
using Microsoft.Win32.SafeHandles;

namespace Lodge.Qemu.Saving;

/// <summary>
/// Writes a paused guest's state to a file: under another name at first, then synced and renamed, so that a file with
/// the right name is always whole.
/// </summary>
internal sealed class SaveWriter(QmpSession session, VmRuntime runtime)
{
    private readonly StateTransfer _transfer = new(session, runtime.Definition.Name);

    /// <summary>Writes the file. On failure or cancellation it is gone, and the guest can be resumed.</summary>
    /// <exception cref="LodgeException">Why it could not be written.</exception>
    public async Task WriteAsync(string path, SavedStateHeader header, IProgress<double> progress, CancellationToken cancellationToken)
    {
        ThrowIfUnsavable();
        var partial = SavedStates.PartialPath(path);
        try
        {
            using (var file = Create(partial))
            {
                var head = SaveFileFormat.Write(header with { Accel = runtime.Accel });
                RandomAccess.Write(file, head, 0);
                LinuxFile.Seek(file, head.Length);
                await _transfer.SendAsync(file, head.Length, partial, progress, cancellationToken);
                await Task.Run(() => RandomAccess.FlushToDisk(file), cancellationToken);
            }

            File.Move(partial, path, overwrite: true);
            DurableFile.SyncFolder(Path.GetDirectoryName(path)!);
        }
        catch (Exception failure)
        {
            RemovePartial(path);
            throw failure is LodgeException or OperationCanceledException ? failure : SaveTrouble.Of(failure, path);
        }
    }

    /// <summary>Undoes a save that a former daemon left behind.</summary>
    /// <exception cref="LodgeException">QEMU does not answer.</exception>
    public async Task AbandonAsync(string path, CancellationToken cancellationToken)
    {
        await _transfer.AbandonAsync(cancellationToken);
        RemovePartial(path);
    }

    private void ThrowIfUnsavable()
    {
        if (runtime.Definition.FileSystems.OrEmpty().FirstOrDefault(share => share.Driver == FileSystemDriver.Virtiofs) is { } share)
        {
            throw new LodgeException(
                ErrorCode.Unsupported,
                $"VM '{runtime.Definition.Name}' cannot be saved: it shares the folder '{share.Source}' by virtiofs, and what virtiofsd knows of it cannot be saved.",
                "Shut the guest down instead; or share the folder by 9p, driver 'path', and unmount it before a save.");
        }
    }

    /// <summary>Makes the file that is not whole yet.</summary>
    public static SafeFileHandle Create(string path) =>
        LinuxFile.Open(path, OpenFlags.ReadWrite | OpenFlags.Create | OpenFlags.Truncate | OpenFlags.NoFollow);

    /// <summary>Deletes what an unfinished save to <paramref name="path"/> left, as far as that is possible.</summary>
    public static void RemovePartial(string path)
    {
        try
        {
            File.Delete(SavedStates.PartialPath(path));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // What made the save fail keeps the file from being deleted too.
            return;
        }
    }
}
