using System.Runtime.InteropServices;
using Lodge.Linux.Errors;
using Lodge.Linux.Interop;
using Lodge.Linux.Network.Netlink;
using Lodge.Linux.Processes;
using Microsoft.Win32.SafeHandles;

namespace Lodge.Linux.Network;

/// <summary>Something happened to an interface.</summary>
/// <param name="Link">How it is now, or was at last.</param>
/// <param name="Gone">Whether it was removed.</param>
public sealed record LinkEvent(NetworkLink Link, bool Gone);

/// <summary>
/// Tells what happens to interfaces (rtnetlink(7), RTNLGRP_LINK), in the network namespace of the thread that made this.
/// One reader at a time.
/// </summary>
public sealed class LinkWatch : IDisposable
{
    private const uint LinkGroups = 1; // RTMGRP_LINK
    private const int BufferSize = 64 * 1024;

    private readonly PidFdWatcher _watcher;
    private readonly SafeFileHandle _socket;
    private readonly byte[] _buffer = GC.AllocateUninitializedArray<byte>(BufferSize);

    /// <summary>Begins to listen.</summary>
    /// <param name="watcher">Waits.</param>
    /// <exception cref="LinuxException">There are too many open files.</exception>
    public unsafe LinkWatch(PidFdWatcher watcher)
    {
        _watcher = watcher;
        _socket = NetlinkCalls.Create(
            NetlinkCalls.FamilyNetlink, NetlinkCalls.Raw | SocketCalls.CloseOnExec | NetlinkCalls.NonBlocking, NetlinkCalls.ProtocolRoute);
        LinuxException.Check(_socket.IsInvalid ? -1 : 0, "socket");
        var address = stackalloc uint[3] { NetlinkCalls.FamilyNetlink, 0, LinkGroups };

        // SAFETY: struct sockaddr_nl is 12 bytes on the stack: family and padding, number (0: the kernel chooses), groups.
        LinuxException.Check(NetlinkCalls.Bind(_socket, address, 12), "bind (netlink)");
    }

    /// <summary>What happened since the last time; waits while nothing has.</summary>
    /// <returns>The events in order; null when there were too many to keep, so that anything may have happened.</returns>
    /// <exception cref="LinuxException">The kernel refuses.</exception>
    public async Task<IReadOnlyList<LinkEvent>?> ReadAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await _watcher.WaitReadableAsync(_socket, cancellationToken).ConfigureAwait(false);
            var events = Drain();
            if (events is not { Count: 0 })
            {
                return events;
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();

    private unsafe List<LinkEvent>? Drain()
    {
        var events = new List<LinkEvent>();
        var lost = false;
        while (true)
        {
            nint got;

            // SAFETY: the buffer is pinned for the call, and its own length is passed.
            fixed (byte* data = _buffer)
            {
                got = NetlinkCalls.Receive(_socket, data, _buffer.Length, 0);
            }

            if (got >= 0)
            {
                Read(_buffer.AsSpan(0, (int)got), events);
                continue;
            }

            var failure = LinuxException.Last("recv (netlink)");
            switch (failure.Errno)
            {
                case Errno.EAGAIN:
                    return lost ? null : events;
                case Errno.ENOBUFS:
                    lost = true;
                    break;
                case Errno.EINTR:
                    break;
                default:
                    throw failure;
            }
        }
    }

    private static void Read(ReadOnlySpan<byte> rest, List<LinkEvent> into)
    {
        while (rest.Length >= NetlinkMessage.HeaderSize)
        {
            var length = MemoryMarshal.Read<int>(rest);
            if (length < NetlinkMessage.HeaderSize || length > rest.Length)
            {
                return;
            }

            // Messages of bridges about their ports, with a family, come by the same way: a port that is let go is not removed.
            var type = (RouteMessage)MemoryMarshal.Read<ushort>(rest[4..]);
            var payload = rest[NetlinkMessage.HeaderSize..length];
            if (type is RouteMessage.NewLink or RouteMessage.DeleteLink && !payload.IsEmpty && payload[0] == 0 && LinkReader.Read(payload) is { } link)
            {
                into.Add(new LinkEvent(link, type == RouteMessage.DeleteLink));
            }

            rest = rest[Math.Min(rest.Length, (length + 3) & ~3)..];
        }
    }
}
