using System.Runtime.InteropServices;
using Lodge.Linux.Descriptors;
using Lodge.Linux.Errors;
using Lodge.Model.Errors;
using Lodge.Model.Vms.Devices;
using Lodge.Qemu.Processes;
using Lodge.Qmp.Commands;

namespace Lodge.Qemu.Panel;

/// <summary>Lets viewers in to one QEMU's displays by passed descriptors, wherever these listen.</summary>
internal sealed class ViewerDoor(QmpSession session)
{
    private const string Name = "lodge-viewer";

    // A descriptor waits in QEMU under its name between the two commands.
    private readonly SemaphoreSlim _turn = new(1, 1);

    /// <summary>Hands a viewer's socket to a display.</summary>
    /// <exception cref="LodgeException">QEMU refused, or did not answer.</exception>
    public async Task ConnectAsync(GraphicsType display, SafeHandle viewer, bool skipAuthentication, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            await session.ExecuteAsync(new GetFdCommand(Name, viewer), cancellationToken);
            var protocol = display == GraphicsType.Spice ? "spice" : "vnc";
            await session.ExecuteAsync(new AddClientCommand(protocol, Name, skipAuthentication), CancellationToken.None);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Makes two connected sockets, and hands one to a display.</summary>
    /// <returns>The other one.</returns>
    /// <exception cref="LodgeException">QEMU refused, or did not answer; the host has no descriptors left.</exception>
    public async Task<SafeHandle> OpenAsync(GraphicsType display, bool skipAuthentication, CancellationToken cancellationToken)
    {
        var pair = MakePair();
        using var inside = pair.One;
        try
        {
            await ConnectAsync(display, inside, skipAuthentication, cancellationToken);
            return pair.Other;
        }
        catch
        {
            pair.Other.Dispose();
            throw;
        }
    }

    private static SocketPair MakePair()
    {
        try
        {
            return SocketPair.Create();
        }
        catch (LinuxException failure)
        {
            throw new LodgeException(ErrorCode.InsufficientResources, $"No sockets could be made for a viewer: {failure.Message}", cause: failure);
        }
    }
}
