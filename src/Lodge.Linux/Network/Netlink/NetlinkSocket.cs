using System.Runtime.InteropServices;
using Lodge.Linux.Errors;
using Lodge.Linux.Interop;
using Microsoft.Win32.SafeHandles;

namespace Lodge.Linux.Network.Netlink;

/// <summary>Makes a value of one message of a list; null leaves it out.</summary>
/// <param name="payload">What follows the header: the fixed part, then attributes.</param>
internal delegate T? NetlinkParser<T>(ReadOnlySpan<byte> payload)
    where T : class;

/// <summary>
/// A socket to the kernel's network tables (NETLINK_ROUTE). It belongs to the network namespace of the thread that opened
/// it. The kernel does the work of a request before the sending call returns, so that no answer has to be waited for.
/// Calls of several threads take turns.
/// </summary>
internal sealed unsafe class NetlinkSocket : IDisposable
{
    // What the kernel sends at a time is at most this, for a reader that can take it (netlink_dump).
    private const int BufferSize = 64 * 1024;
    private const int DumpTries = 20;
    private const ushort ErrorType = 2;
    private const ushort DoneType = 3;
    private const ushort Interrupted = 0x10;
    private const ushort HasErrorAttributes = 0x200;
    private const int ErrorTextAttribute = 1;

    private readonly Lock _lock = new();
    private readonly byte[] _buffer = GC.AllocateUninitializedArray<byte>(BufferSize);
    private readonly SafeFileHandle _socket;
    private uint _sequence;

    /// <summary>Opens a socket.</summary>
    /// <exception cref="LinuxException">The kernel has no netlink, or there are too many open files.</exception>
    public NetlinkSocket()
    {
        _socket = NetlinkCalls.Create(NetlinkCalls.FamilyNetlink, NetlinkCalls.Raw | SocketCalls.CloseOnExec, NetlinkCalls.ProtocolRoute);
        LinuxException.Check(_socket.IsInvalid ? -1 : 0, "socket");
        foreach (var option in (ReadOnlySpan<int>)[NetlinkCalls.CapAck, NetlinkCalls.ExtendedAck, NetlinkCalls.StrictCheck])
        {
            // Kernels before 4.20 lack some of them: errors are told in fewer words then.
            // SAFETY: the option is an int on the stack, and its size is passed.
            var on = 1;
            _ = NetlinkCalls.SetOption(_socket, NetlinkCalls.LevelNetlink, option, &on, sizeof(int));
        }
    }

    /// <summary>Has the kernel do something.</summary>
    /// <param name="request">What; it must ask for an acknowledgement.</param>
    /// <param name="subject">Name of what it is about, for the message of a failure.</param>
    /// <exception cref="LinuxException">The kernel refused.</exception>
    public void Do(NetlinkMessage request, string subject)
    {
        lock (_lock)
        {
            Send(request, subject);
            while (!Receive<object>(request.Type, subject, null, null).Done)
            {
            }
        }
    }

    /// <summary>Asks for a list.</summary>
    /// <exception cref="LinuxException">The kernel refused, or the list changed too often while it was read.</exception>
    public IReadOnlyList<T> List<T>(NetlinkMessage request, string subject, NetlinkParser<T> parse)
        where T : class
    {
        lock (_lock)
        {
            for (var tries = 1; ; tries++)
            {
                var (found, torn) = (new List<T>(), false);
                Send(request, subject);
                for (var done = false; !done;)
                {
                    (done, var interrupted) = Receive(request.Type, subject, parse, found);
                    torn |= interrupted;
                }

                if (!torn)
                {
                    return found;
                }

                if (tries == DumpTries)
                {
                    throw new LinuxException(Errno.EAGAIN, $"RTM {request.Type}", subject, "the list changed each time it was read");
                }
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();

    private void Send(NetlinkMessage request, string subject)
    {
        var bytes = request.ToArray(++_sequence);

        // SAFETY: the request is pinned for the call, and its own length is passed.
        fixed (byte* data = bytes)
        {
            LinuxException.Check(NetlinkCalls.Send(_socket, data, bytes.Length, 0) < 0 ? -1 : 0, "send (netlink)", subject);
        }
    }

    // Reads what one call gives, which may be several messages. Answers to an earlier request are passed over.
    private (bool Done, bool Interrupted) Receive<T>(RouteMessage type, string subject, NetlinkParser<T>? parse, List<T>? into)
        where T : class
    {
        var interrupted = false;
        for (var rest = ReceiveBytes(subject); rest.Length >= NetlinkMessage.HeaderSize;)
        {
            var length = MemoryMarshal.Read<int>(rest);
            if (length < NetlinkMessage.HeaderSize || length > rest.Length)
            {
                throw new LinuxException(Errno.EIO, $"RTM {type}", subject, "the kernel's answer is cut short");
            }

            var (kind, flags) = (MemoryMarshal.Read<ushort>(rest[4..]), MemoryMarshal.Read<ushort>(rest[6..]));
            if (MemoryMarshal.Read<uint>(rest[8..]) == _sequence)
            {
                interrupted |= (flags & Interrupted) != 0;
                var payload = rest[NetlinkMessage.HeaderSize..length];
                if (kind is ErrorType or DoneType)
                {
                    ThrowIfFailed(payload, kind, flags, type, subject);
                    return (true, interrupted);
                }

                if (parse?.Invoke(payload) is { } item)
                {
                    into!.Add(item);
                }
            }

            rest = rest[Math.Min(rest.Length, (length + 3) & ~3)..];
        }

        return (false, interrupted);
    }

    private ReadOnlySpan<byte> ReceiveBytes(string subject)
    {
        while (true)
        {
            // SAFETY: the buffer is pinned for the call, and its own length is passed.
            fixed (byte* data = _buffer)
            {
                var got = NetlinkCalls.Receive(_socket, data, _buffer.Length, NetlinkCalls.Truncated);
                if (got >= 0)
                {
                    return got <= _buffer.Length
                        ? _buffer.AsSpan(0, (int)got)
                        : throw new LinuxException(Errno.EIO, "recv (netlink)", subject, "the kernel's answer does not fit");
                }
            }

            var failure = LinuxException.Last("recv (netlink)", subject);
            if (failure.Errno != Errno.EINTR)
            {
                throw failure;
            }
        }
    }

    // struct nlmsgerr: the negative error, the header of the request, then the kernel's words.
    private static void ThrowIfFailed(ReadOnlySpan<byte> payload, ushort kind, ushort flags, RouteMessage type, string subject)
    {
        var error = MemoryMarshal.TryRead<int>(payload, out var number) ? number : 0;
        if (error >= 0)
        {
            return;
        }

        var words = "";
        var fixedSize = kind == ErrorType ? sizeof(int) + NetlinkMessage.HeaderSize : sizeof(int);
        if ((flags & HasErrorAttributes) != 0 && payload.Length > fixedSize)
        {
            words = new NetlinkAttributes(payload[fixedSize..]).Find(ErrorTextAttribute).Text();
        }

        throw new LinuxException(-error, $"RTM {type}", subject, words.Length > 0 ? words : null);
    }
}
