using System.Net.Sockets;
using System.Runtime.InteropServices;
using Lodge.Linux.Interop;

namespace Lodge.Linux.Descriptors;

/// <summary>Who is at the other end of a Unix socket, as the kernel saw it when the connection was made.</summary>
/// <param name="Pid">The process; 0 when it is outside this process's pid namespace.</param>
/// <param name="Uid">Its effective user.</param>
/// <param name="Gid">Its effective group.</param>
public readonly record struct PeerCredentials(int Pid, uint Uid, uint Gid)
{
    /// <summary>Asks the kernel (SO_PEERCRED).</summary>
    /// <param name="socket">A connected AF_UNIX socket.</param>
    /// <exception cref="SocketException">The socket is not connected or not a Unix socket.</exception>
    public static PeerCredentials Of(Socket socket)
    {
        ArgumentNullException.ThrowIfNull(socket);
        Span<byte> data = stackalloc byte[12];
        socket.GetRawSocketOption(SocketCalls.LevelSocket, SocketCalls.PeerCredentialsOption, data);
        return new PeerCredentials(
            MemoryMarshal.Read<int>(data), MemoryMarshal.Read<uint>(data[4..]), MemoryMarshal.Read<uint>(data[8..]));
    }
}
