using Lodge.Qemu.Processes;
using Lodge.Qmp.Commands;

namespace Lodge.Qemu.Launching;

/// <summary>Gives a VNC server the socket that it listens on.</summary>
internal static class VncListener
{
    private const string Name = "lodge-vnc";

    /// <summary>Makes the socket, in place of one that may be there, and hands it to QEMU.</summary>
    /// <exception cref="Model.Errors.LodgeException">The socket cannot be made, or QEMU refused.</exception>
    public static async Task OpenAsync(QmpSession session, string path, CancellationToken cancellationToken)
    {
        using var socket = RunSocket.Listen(path);
        await session.ExecuteAsync(new GetFdCommand(Name, socket), cancellationToken);
        await session.ExecuteAsync(new VncListenCommand(Name), cancellationToken);
    }
}
