using System.Net;
using System.Net.Sockets;
using Lodge.Daemon.Configuration;
using Lodge.Libvirt;
using Lodge.Linux.Descriptors;
using Lodge.Linux.Errors;
using Lodge.Model.Errors;

namespace Lodge.Daemon.Hosting;

/// <summary>The sockets on which libvirt's clients are served.</summary>
internal static class LibvirtSockets
{
    private const uint OwnerOnly = 0b110_000_000;
    private const uint Everybody = 0b110_110_110;

    // The names that libvirt's clients look for: of the one daemon, and of the one for QEMU alone.
    private static readonly string[] s_wellKnown = ["libvirt-sock", "virtqemud-sock"];

    /// <summary>Opens them all: Lodge's own, those in the folder of libvirt's if one is configured, and TCP.</summary>
    /// <exception cref="LodgeException">One cannot be had, such as a port that is in use.</exception>
    public static IReadOnlyList<LibvirtDoor> Open(DaemonOptions options, Folders folders)
    {
        List<LibvirtDoor> doors = [Unix(folders.LibvirtSocket, options, readOnly: false), Unix(folders.LibvirtReadOnlySocket, options, readOnly: true)];
        if (options.LibvirtFolder is { } folder)
        {
            Directory.CreateDirectory(folder);
            ThrowIfServed(s_wellKnown.Select(name => Path.Combine(folder, name)));
            doors.AddRange(s_wellKnown.SelectMany(name => new[]
            {
                Unix(Path.Combine(folder, name), options, readOnly: false),
                Unix(Path.Combine(folder, $"{name}-ro"), options, readOnly: true),
            }));
        }

        if (options.LibvirtListen is { } address)
        {
            doors.Add(Tcp(address));
        }

        return doors;
    }

    private static void ThrowIfServed(IEnumerable<string> paths)
    {
        foreach (var path in paths.Where(File.Exists))
        {
            try
            {
                UnixSockets.ConnectDescriptor(path).Dispose();
            }
            catch (LinuxException)
            {
                continue; // Left over; nobody is there.
            }

            throw new LodgeException(
                ErrorCode.InvalidArgument,
                $"Another program serves libvirt's clients at '{path}'.",
                "Stop it (libvirtd, or virtqemud, and their systemd sockets), or leave the setting libvirt-folder out.");
        }
    }

    // Who only looks needs no rights; where the folder lets nobody in, that is so here too.
    private static LibvirtDoor Unix(string path, DaemonOptions options, bool readOnly)
    {
        var door = new LibvirtDoor(UnixSockets.Listen(path, readOnly ? Everybody : OwnerOnly, replace: true), readOnly);
        if (!readOnly)
        {
            ApiSocket.Open(path, options.SocketGroup);
        }

        return door;
    }

    private static LibvirtDoor Tcp(IPEndPoint address)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(address);
            socket.Listen();
            return new LibvirtDoor(socket, readOnly: false);
        }
        catch (SocketException trouble)
        {
            socket.Dispose();
            throw new LodgeException(
                ErrorCode.InvalidArgument, $"Libvirt's clients cannot be served on {address}: {trouble.Message}.", "Choose another port with the setting libvirt-listen.");
        }
    }
}
