using System.Net.Sockets;
using System.Runtime.InteropServices;
using Lodge.Linux.Errors;
using Lodge.Linux.Interop;
using Microsoft.Win32.SafeHandles;

namespace Lodge.Linux.Descriptors;

/// <summary>Data that arrived, and the descriptor that came attached to it, if one did.</summary>
/// <param name="Length">Bytes received; 0 when the other end has closed.</param>
/// <param name="Descriptor">The descriptor, close-on-exec and the receiver's to dispose; null when none came.</param>
public readonly record struct ReceivedDescriptor(int Length, SafeFileHandle? Descriptor);

/// <summary>Carries open descriptors over a Unix socket (SCM_RIGHTS, unix(7)).</summary>
public static class DescriptorChannel
{
    private static readonly TimeSpan s_pollSlice = TimeSpan.FromMilliseconds(50);

    /// <summary>Sends data with a descriptor attached to its first byte; QMP's getfd and add-fd want it so.</summary>
    /// <param name="socket">A connected AF_UNIX stream socket.</param>
    /// <param name="data">At least one byte.</param>
    /// <param name="descriptor">What to send; the sender keeps its own.</param>
    /// <param name="cancellation">Gives up waiting; the stream is then broken if a part was sent.</param>
    /// <exception cref="LinuxException">The other end is gone or the kernel refused.</exception>
    public static async Task SendAsync(
        Socket socket, ReadOnlyMemory<byte> data, SafeHandle descriptor, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(socket);
        if (data.IsEmpty)
        {
            throw new ArgumentException("A descriptor travels with at least one byte of data.", nameof(data));
        }

        int sent;
        while ((sent = TrySend(socket.SafeHandle, data.Span, descriptor)) < 0)
        {
            await WaitUntilWritableAsync(socket, cancellation).ConfigureAwait(false);
        }

        for (var rest = data[sent..]; !rest.IsEmpty;)
        {
            rest = rest[await socket.SendAsync(rest, cancellation).ConfigureAwait(false)..];
        }
    }

    /// <summary>Receives data and the descriptor attached to it.</summary>
    /// <param name="socket">A connected AF_UNIX stream socket.</param>
    /// <param name="buffer">Where the data goes.</param>
    /// <param name="cancellation">Gives up waiting.</param>
    /// <exception cref="LinuxException">The connection broke.</exception>
    public static async ValueTask<ReceivedDescriptor> ReceiveAsync(
        Socket socket, Memory<byte> buffer, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(socket);
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            if (TryReceive(socket.SafeHandle, buffer.Span) is { } received)
            {
                return received;
            }

            // A receive of no bytes completes when there is something to read, or the other end has closed.
            await socket.ReceiveAsync(Memory<byte>.Empty, cancellation).ConfigureAwait(false);
        }
    }

    private static async Task WaitUntilWritableAsync(Socket socket, CancellationToken cancellation)
    {
        while (!socket.Poll(TimeSpan.Zero, SelectMode.SelectWrite))
        {
            await Task.Delay(s_pollSlice, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Bytes sent, or -1 when the socket's buffer is full.</summary>
    private static unsafe int TrySend(SafeSocketHandle socket, ReadOnlySpan<byte> data, SafeHandle descriptor)
    {
        using var lease = new HandleLease(descriptor);
        var control = new DescriptorControl
        {
            Length = DescriptorControl.UsedLength,
            Level = SocketCalls.LevelSocket,
            Type = SocketCalls.ScmRights,
            Descriptor = lease.Number,
        };

        // SAFETY: the data is pinned, vector, header and control are locals; all outlive the call. The descriptor is
        // held open by the lease until the kernel has taken its own reference.
        fixed (byte* bytes = data)
        {
            var vector = new IoVector { Base = bytes, Length = data.Length };
            var message = Header(&vector, &control);
            nint sent;
            do
            {
                sent = SocketCalls.SendMessage(socket, &message, SocketCalls.MsgDontWait | SocketCalls.MsgNoSignal);
            }
            while (sent < 0 && Marshal.GetLastPInvokeError() == Errno.EINTR);

            return sent >= 0 ? (int)sent
                : Marshal.GetLastPInvokeError() == Errno.EAGAIN ? -1
                : throw LinuxException.Last("sendmsg");
        }
    }

    private static unsafe ReceivedDescriptor? TryReceive(SafeSocketHandle socket, Span<byte> buffer)
    {
        var control = default(DescriptorControl);

        // SAFETY: as in TrySend. The control buffer has room for exactly one descriptor; the kernel closes any more
        // that were sent and says so in the flags.
        fixed (byte* bytes = buffer)
        {
            var vector = new IoVector { Base = bytes, Length = buffer.Length };
            var message = Header(&vector, &control);
            var length = SocketCalls.ReceiveMessage(
                socket, &message, SocketCalls.MsgDontWait | SocketCalls.MsgCloseOnExec);
            if (length < 0)
            {
                return Marshal.GetLastPInvokeError() is Errno.EAGAIN or Errno.EINTR
                    ? null
                    : throw LinuxException.Last("recvmsg");
            }

            var came = message.ControlLength >= DescriptorControl.UsedLength
                && control.Level == SocketCalls.LevelSocket && control.Type == SocketCalls.ScmRights;
            return new ReceivedDescriptor(
                (int)length, came ? new SafeFileHandle(control.Descriptor, ownsHandle: true) : null);
        }
    }

    private static unsafe MessageHeader Header(IoVector* vector, DescriptorControl* control) => new()
    {
        Vectors = vector,
        VectorCount = 1,
        Control = control,
        ControlLength = sizeof(DescriptorControl),
    };
}
