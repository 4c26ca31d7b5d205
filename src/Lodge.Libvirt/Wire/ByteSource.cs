using System.Net.Sockets;
using Lodge.Linux.Descriptors;
using Microsoft.Win32.SafeHandles;

namespace Lodge.Libvirt.Wire;

/// <summary>Reads a connection's bytes, and on a Unix socket the descriptors that come attached to some of them.</summary>
/// <param name="socket">The connection.</param>
/// <param name="quickWait">For the moment in which the next call is most likely.</param>
internal sealed class ByteSource(Socket socket, QuickWait quickWait) : IDisposable
{
    private readonly bool _isUnix = socket.AddressFamily == AddressFamily.Unix;
    private readonly Queue<SafeFileHandle> _descriptors = new();

    /// <summary>Reads what is there, at least one byte; 0 when the peer has closed.</summary>
    /// <exception cref="OutOfStepException">The peer sends descriptors that no message announces.</exception>
    public async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellation)
    {
        if (!_isUnix)
        {
            return await socket.ReceiveAsync(buffer, cancellation);
        }

        quickWait.UntilReadable(socket);
        var received = await DescriptorChannel.ReceiveAsync(socket, buffer, cancellation);
        if (received.Descriptor is { } descriptor)
        {
            _descriptors.Enqueue(descriptor);
        }

        return _descriptors.Count <= FrameLimits.Descriptors
            ? received.Length
            : throw new OutOfStepException("It sent more descriptors than a message may have.");
    }

    /// <summary>The descriptors of a message whose bytes have all been read, in their order.</summary>
    /// <exception cref="OutOfStepException">There are fewer than the message announced.</exception>
    public SafeFileHandle[] Take(int count)
    {
        if (_descriptors.Count < count)
        {
            throw new OutOfStepException($"It announced {count} descriptors and sent {_descriptors.Count}.");
        }

        var taken = new SafeFileHandle[count];
        for (var i = 0; i < count; i++)
        {
            taken[i] = _descriptors.Dequeue();
        }

        return taken;
    }

    /// <summary>Closes descriptors that nobody took.</summary>
    public void Dispose()
    {
        while (_descriptors.TryDequeue(out var descriptor))
        {
            descriptor.Dispose();
        }
    }
}
