using System.Runtime.InteropServices;
using Lodge.Model.Errors;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Devices;
using Lodge.Qemu.Live;
using Lodge.Qemu.Planning;
using Lodge.Qemu.Planning.Graphics;
using Lodge.Qemu.Processes;
using Lodge.Qmp.Commands;

namespace Lodge.Qemu.Launching.Graphics;

/// <summary>Opens the displays of a QEMU that was just started: passwords first, then the sockets to listen on.</summary>
internal static class DisplayOpener
{
    private const string Name = "lodge-vnc";

    /// <summary>Opens all displays. Safe to repeat for a QEMU of which nobody knows how far its start had come.</summary>
    /// <exception cref="LodgeException">A socket cannot be made, or QEMU refused.</exception>
    public static async Task OpenAsync(
        QmpSession session, VmDefinition definition, IReadOnlyList<RunningDisplay> places, VmPaths paths, CancellationToken cancellationToken)
    {
        for (var i = 0; i < places.Count; i++)
        {
            await ApplyGraphics.PasswordAsync(session, definition.Graphics[i], cancellationToken);
            if (places[i] is { Type: GraphicsType.Vnc } vnc && !VncArguments.ListensItself(vnc))
            {
                await ListenAsync(session, vnc, paths, cancellationToken);
            }
        }
    }

    private static async Task ListenAsync(QmpSession session, RunningDisplay vnc, VmPaths paths, CancellationToken cancellationToken)
    {
        if (vnc is { Socket: null, Address: null }
            || (vnc.Port is not null && (await session.ExecuteAsync(new QueryVncCommand(), cancellationToken)).Enabled))
        {
            return;
        }

        using var socket = Socket(vnc, paths);
        await session.ExecuteAsync(new GetFdCommand(Name, socket), cancellationToken);
        await session.ExecuteAsync(new VncListenCommand(Name), cancellationToken);
    }

    private static SafeHandle Socket(RunningDisplay vnc, VmPaths paths)
    {
        if (vnc.Socket is { } path)
        {
            return path == paths.VncSocket ? RunSocket.Listen(path) : UserSocket.Listen(path, "VNC display");
        }

        return TcpSocket.ListenDescriptor(vnc.Address!, vnc.Port!.Value, "VNC display");
    }
}
