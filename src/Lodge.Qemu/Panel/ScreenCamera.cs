using Lodge.Engine.Ports;
using Lodge.Linux.Descriptors;
using Lodge.Linux.Errors;
using Lodge.Linux.Files;
using Lodge.Model.Errors;
using Lodge.Model.Vms;
using Lodge.Qemu.Processes;
using Lodge.Qmp.Commands;
using Microsoft.Win32.SafeHandles;

namespace Lodge.Qemu.Panel;

/// <summary>
/// Takes pictures of a guest's screen. QEMU writes them uncompressed into a memory file that it is handed: compressing
/// them would hold up the guest, since QEMU does it in the thread that serves the guest's devices.
/// </summary>
internal sealed class ScreenCamera(QmpSession session, VmDefinition definition)
{
    /// <summary>The picture.</summary>
    /// <param name="screen">0 for the first.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="LodgeException">There is no such screen, or QEMU gives no picture of it.</exception>
    public async Task<ScreenPicture> CaptureAsync(int screen, CancellationToken cancellationToken)
    {
        var head = Screens.Find(definition, screen);
        try
        {
            using var film = MemFd.CreateEmpty("lodge-screen");
            await ExposeAsync(film, head, cancellationToken);
            var bytes = new byte[RandomAccess.GetLength(film)];
            var count = RandomAccess.Read(film, bytes, 0);
            return PpmPicture.Read(bytes.AsMemory(0, count));
        }
        catch (Exception failure) when (failure is FormatException or LinuxException or IOException)
        {
            throw new LodgeException(
                ErrorCode.HypervisorFailed, $"QEMU's picture of the screen of VM '{definition.Name}' is of no use: {failure.Message}.", cause: failure);
        }
    }

    // QEMU opens members of a descriptor set by access mode, and asks for one that is open for writing alone.
    private async Task ExposeAsync(SafeFileHandle film, ScreenHead head, CancellationToken cancellationToken)
    {
        using var writer = MemFd.Reopen(film, OpenFlags.Write);
        var set = await session.ExecuteAsync(new AddFdCommand(writer), cancellationToken);
        try
        {
            await session.ExecuteAsync(new ScreendumpCommand($"/dev/fdset/{set.FdsetId}", device: head.Device, head: head.Head), cancellationToken);
        }
        finally
        {
            await session.ExecuteAsync(new RemoveFdCommand(set.FdsetId), CancellationToken.None);
        }
    }
}
