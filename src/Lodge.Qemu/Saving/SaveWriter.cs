using Lodge.Engine.Ports;
using Lodge.Linux.Files;
using Lodge.Model.Errors;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Devices;
using Lodge.Qemu.Processes;

namespace Lodge.Qemu.Saving;

/// <summary>Writes a paused guest's state to a file.</summary>
internal sealed class SaveWriter(QmpSession session, VmRuntime runtime)
{
    private readonly StateTransfer _transfer = new(session, runtime.Definition.Name);

    /// <summary>Writes the file. On failure or cancellation it is gone, and the guest can be resumed.</summary>
    /// <exception cref="LodgeException">Why it could not be written.</exception>
    public async Task WriteAsync(string path, SavedStateHeader header, IProgress<double> progress, CancellationToken cancellationToken)
    {
        ThrowIfUnsavable();
        var head = SaveFileFormat.Write(header with { Accel = runtime.Accel });
        await PartialFile.WriteAsync(
            path,
            async file =>
            {
                RandomAccess.Write(file, head, 0);
                LinuxFile.Seek(file, head.Length);
                await _transfer.SendAsync(file, head.Length, SavedStates.PartialPath(path), progress, cancellationToken);
            },
            SaveTrouble.Of,
            cancellationToken);
    }

    /// <summary>Undoes a save that a former daemon left behind.</summary>
    /// <exception cref="LodgeException">QEMU does not answer.</exception>
    public async Task AbandonAsync(string path, CancellationToken cancellationToken)
    {
        await _transfer.AbandonAsync(cancellationToken);
        PartialFile.Remove(path);
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
}
