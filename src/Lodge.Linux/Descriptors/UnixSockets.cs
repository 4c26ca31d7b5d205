using System.Net.Sockets;
using System.Text;
using Lodge.Linux.Errors;
using Lodge.Linux.Files;
using Lodge.Linux.Interop;
using Microsoft.Win32.SafeHandles;

namespace Lodge.Linux.Descriptors;

/// <summary>
/// Unix sockets at paths of any length. The kernel takes 107 bytes of path; a longer one is reached through its open
/// folder, as /proc/self/fd/N/name (unix(7), proc(5)).
/// </summary>
public static class UnixSockets
{
    /// <summary>Bytes of a path that fit into struct sockaddr_un, without the final NUL.</summary>
    public const int LongestPlainPath = 107;

    private const int AddressSize = LongestPlainPath + 3;

    /// <summary>Makes a socket file and listens on it, for this process to accept on.</summary>
    /// <param name="path">Where the socket file shall be.</param>
    /// <param name="mode">Its permission bits, such as 0600 in octal; never wider than that, at no moment.</param>
    /// <param name="backlog">How many connections may wait to be accepted.</param>
    /// <param name="replace">Whether a socket file that is there already, left over, is removed first.</param>
    /// <exception cref="LinuxException">The name is taken, the folder is missing, or may not be written.</exception>
    public static Socket Listen(string path, uint mode, int backlog = 128, bool replace = false)
    {
        using var descriptor = ListenDescriptor(path, mode, backlog, replace);
        var number = (int)descriptor.DangerousGetHandle();
        var socket = new Socket(new SafeSocketHandle(number, ownsHandle: true));

        // SAFETY: the number now belongs to the Socket alone; the first owner forgets it without closing.
        descriptor.SetHandleAsInvalid();
        return socket;
    }

    /// <summary>The same as a bare descriptor, to be passed on to another program that will accept on it.</summary>
    /// <param name="path">Where the socket file shall be.</param>
    /// <param name="mode">Its permission bits.</param>
    /// <param name="backlog">How many connections may wait to be accepted.</param>
    /// <param name="replace">Whether a socket file that is there already, left over, is removed first.</param>
    /// <exception cref="LinuxException">The name is taken, the folder is missing, or may not be written.</exception>
    public static SafeFileHandle ListenDescriptor(string path, uint mode, int backlog = 128, bool replace = false)
    {
        var (folderPath, name) = Split(path);
        using var folder = LinuxFile.Open(folderPath, OpenFlags.PathOnly | OpenFlags.Folder);
        if (replace)
        {
            RemoveSocket(folder, path, name);
        }

        var socket = SocketCalls.Create(SocketCalls.FamilyUnix, SocketCalls.Stream | SocketCalls.CloseOnExec, 0);
        try
        {
            LinuxException.Check(socket.IsInvalid ? -1 : 0, "socket", path);

            // The kernel gives the socket file the mode of the unbound socket, minus the umask; so it is never wider
            // than asked for. The second change undoes what the umask took away; should somebody who may write to the
            // folder have put a link in the socket's place meanwhile, it is not followed.
            LinuxException.Check(FileCalls.Fchmod(socket, mode), "fchmod", path);
            Bind(socket, folder, path, name);
            LinuxException.Check(
                FileCalls.FchmodAt(folder, name, mode, FileCalls.AtSymlinkNoFollow), "fchmodat", path);
            LinuxException.Check(SocketCalls.Listen(socket, backlog), "listen", path);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Connects to a listening socket file.</summary>
    /// <param name="path">The socket file.</param>
    /// <param name="cancellation">Gives up waiting (a full backlog makes one wait).</param>
    /// <exception cref="SocketException">Nobody listens there, or there is no such file.</exception>
    public static async Task<Socket> ConnectAsync(string path, CancellationToken cancellation = default)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            if (Encoding.UTF8.GetByteCount(path) <= LongestPlainPath)
            {
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellation).ConfigureAwait(false);
                return socket;
            }

            var (folderPath, name) = Split(path);
            using var folder = LinuxFile.Open(folderPath, OpenFlags.PathOnly | OpenFlags.Folder);
            var endPoint = new UnixDomainSocketEndPoint(ThroughFolder((int)folder.DangerousGetHandle(), name, path));
            await socket.ConnectAsync(endPoint, cancellation).ConfigureAwait(false);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Connects to a listening socket file, for a descriptor to be passed on to another program: it blocks, as
    /// programs expect of what they are given. Does not wait for the other side to accept.
    /// </summary>
    /// <param name="path">The socket file.</param>
    /// <exception cref="LinuxException">Nobody listens there, or there is no such file.</exception>
    public static SafeFileHandle ConnectDescriptor(string path)
    {
        var (folderPath, name) = Split(path);
        using var folder = LinuxFile.Open(folderPath, OpenFlags.PathOnly | OpenFlags.Folder);
        var socket = SocketCalls.Create(SocketCalls.FamilyUnix, SocketCalls.Stream | SocketCalls.CloseOnExec, 0);
        try
        {
            LinuxException.Check(socket.IsInvalid ? -1 : 0, "socket", path);
            Connect(socket, folder, path, name);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static (string Folder, string Name) Split(string path)
    {
        var full = Path.GetFullPath(path);
        return (Path.GetDirectoryName(full) ?? throw new ArgumentException("The root folder is no socket.", nameof(path)),
            Path.GetFileName(full));
    }

    private static string ThroughFolder(int folder, string name, string path)
    {
        var address = $"/proc/self/fd/{folder}/{name}";
        return Encoding.UTF8.GetByteCount(address) <= LongestPlainPath
            ? address
            : throw new LinuxException(Errno.ENAMETOOLONG, "bind", path);
    }

    private static unsafe void Bind(SafeFileHandle socket, SafeFileHandle folder, string path, string name)
    {
        using var lease = new HandleLease(folder);
        Span<byte> address = stackalloc byte[AddressSize];
        var length = WriteAddress(address, ThroughFolder(lease.Number, name, path));

        // SAFETY: the address is a stack buffer of sockaddr_un's size; the length covers family, text and NUL.
        fixed (byte* bytes = address)
        {
            LinuxException.Check(SocketCalls.Bind(socket, bytes, length), "bind", path);
        }
    }

    private static unsafe void Connect(SafeFileHandle socket, SafeFileHandle folder, string path, string name)
    {
        using var lease = new HandleLease(folder);
        Span<byte> address = stackalloc byte[AddressSize];
        var length = WriteAddress(address, ThroughFolder(lease.Number, name, path));

        // SAFETY: as above.
        fixed (byte* bytes = address)
        {
            LinuxException.Check(SocketCalls.Connect(socket, bytes, length), "connect", path);
        }
    }

    // struct sockaddr_un: the family in two bytes, then the path with its NUL.
    private static uint WriteAddress(Span<byte> address, string text)
    {
        address.Clear();
        address[0] = SocketCalls.FamilyUnix;
        return (uint)(2 + Encoding.UTF8.GetBytes(text, address[2..]) + 1);
    }

    private static void RemoveSocket(SafeFileHandle folder, string path, string name)
    {
        try
        {
            if (FileIdentity.OfLink(path).Kind != FileKind.Socket)
            {
                throw new LinuxException(Errno.EEXIST, "bind", path);
            }
        }
        catch (LinuxException missing) when (missing.Errno == Errno.ENOENT)
        {
            return;
        }

        if (FileCalls.UnlinkAt(folder, name, 0) == -1)
        {
            var failure = LinuxException.Last("unlink", path);
            if (failure.Errno != Errno.ENOENT)
            {
                throw failure;
            }
        }
    }
}
