using System.Net.Sockets;
using Lodge.Linux.Descriptors;

namespace Lodge.Libvirt.Wire;

/// <summary>
/// What leaves on a connection, one frame after the other, each with one write. Whoever finds the connection idle
/// writes its own frame at once; others queue behind it.
/// </summary>
/// <param name="socket">The connection.</param>
/// <param name="limit">Bytes that posted frames may take while they wait; more are refused.</param>
/// <param name="closing">Cancelled when the connection ends.</param>
internal sealed class Outbox(Socket socket, int limit, CancellationToken closing)
{
    private static readonly byte[] s_carrier = [0];

    private readonly Lock _lock = new();
    private readonly Queue<(Outgoing Message, bool IsPosted)> _waiting = new();
    private long _postedBytes;
    private bool _busy;

    /// <summary>Sends a frame; completes when the kernel has it. Takes the frame, whatever happens.</summary>
    /// <exception cref="IOException">The connection is gone.</exception>
    public async ValueTask SendAsync(Outgoing message)
    {
        if (!Begin(message))
        {
            await message.Left.Task;
            return;
        }

        try
        {
            await WriteAsync(message);
        }
        catch (Exception failure) when (MeansGone(failure))
        {
            throw Gone(failure);
        }
        finally
        {
            _ = DrainAsync();
        }
    }

    /// <summary>Queues a frame that nobody waits for; false, and the frame is dropped, when too much waits already.</summary>
    public bool TryPost(Outgoing message)
    {
        lock (_lock)
        {
            if (_postedBytes + message.Length > limit)
            {
                message.Bytes.Dispose();
                return false;
            }

            _waiting.Enqueue((message, IsPosted: true));
            _postedBytes += message.Length;
            if (_busy)
            {
                return true;
            }

            _busy = true;
        }

        _ = DrainAsync();
        return true;
    }

    /// <summary>True when the caller shall write; otherwise the frame waits in the queue.</summary>
    private bool Begin(Outgoing message)
    {
        lock (_lock)
        {
            if (!_busy)
            {
                return _busy = true;
            }

            _waiting.Enqueue((message, IsPosted: false));
            return false;
        }
    }

    private Outgoing? Next()
    {
        lock (_lock)
        {
            if (!_waiting.TryDequeue(out var next))
            {
                _busy = false;
                return null;
            }

            _postedBytes -= next.IsPosted ? next.Message.Length : 0;
            return next.Message;
        }
    }

    private async Task DrainAsync()
    {
        while (Next() is { } message)
        {
            try
            {
                await WriteAsync(message);
                message.Left.TrySetResult();
            }
            catch (Exception failure) when (MeansGone(failure))
            {
                message.Left.TrySetException(Gone(failure));

                // Nobody may be waiting; the reading side of the connection finds out, too, and says so in the log.
                _ = message.Left.Task.Exception;
            }
        }
    }

    private static bool MeansGone(Exception failure) =>
        failure is IOException or SocketException or ObjectDisposedException or OperationCanceledException;

    private static IOException Gone(Exception failure) => failure as IOException ?? new IOException("The connection is gone.", failure);

    private async Task WriteAsync(Outgoing message)
    {
        using (message.Bytes)
        {
            for (var rest = message.Bytes.Written; !rest.IsEmpty;)
            {
                rest = rest[await socket.SendAsync(rest, closing)..];
            }

            foreach (var descriptor in message.Descriptors)
            {
                await DescriptorChannel.SendAsync(socket, s_carrier, descriptor, closing);
            }
        }
    }
}
