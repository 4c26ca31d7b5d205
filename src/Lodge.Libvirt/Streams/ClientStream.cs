using System.Threading.Channels;
using Lodge.Libvirt.Errors;
using Lodge.Libvirt.Protocol;
using Lodge.Libvirt.Wire;

namespace Lodge.Libvirt.Streams;

/// <summary>
/// A stream between a client and the handler that opened it. The handler's body reads what the client sends and writes
/// what the client shall get; when it returns, the end of data is announced and the client's own end is awaited.
/// </summary>
internal sealed class ClientStream
{
    // So much may wait for the body; then the connection is not read on until the body has caught up.
    private const int PartsWaiting = 16;

    private readonly Channel<StreamPart> _incoming =
        Channel.CreateBounded<StreamPart>(new BoundedChannelOptions(PartsWaiting) { SingleReader = true, SingleWriter = true });

    private readonly CancellationTokenSource _ended = new();
    private readonly Outbox _outbox;
    private readonly FrameHeader _header;
    private readonly Func<ClientStream, CancellationToken, Task> _body;
    private volatile bool _clientIsDone;
    private volatile bool _clientGaveUp;

    /// <summary>Opens a stream.</summary>
    /// <param name="opener">Header of the call that opens it; packets repeat its numbers.</param>
    /// <param name="outbox">Where packets leave.</param>
    /// <param name="body">What the stream does.</param>
    public ClientStream(FrameHeader opener, Outbox outbox, Func<ClientStream, CancellationToken, Task> body)
    {
        _header = opener with { Type = MessageType.Stream, Status = MessageStatus.Continue };
        (_outbox, _body) = (outbox, body);
    }

    /// <summary>The stream's number on its connection: the serial of the call that opened it.</summary>
    public uint Serial => _header.Serial;

    /// <summary>The next piece that the client sends; after the end, the end again.</summary>
    /// <exception cref="OperationCanceledException">The client gave the stream up, or is gone.</exception>
    public async ValueTask<StreamPart> ReadAsync(CancellationToken cancellation)
    {
        while (await _incoming.Reader.WaitToReadAsync(cancellation))
        {
            if (_incoming.Reader.TryRead(out var part))
            {
                return part;
            }
        }

        _ended.Token.ThrowIfCancellationRequested();
        return StreamPart.End;
    }

    /// <summary>Sends bytes to the client; completes when the kernel has them.</summary>
    /// <exception cref="OperationCanceledException">The client wants no more.</exception>
    /// <exception cref="IOException">The client is gone.</exception>
    public async ValueTask WriteAsync(ReadOnlyMemory<byte> data, CancellationToken cancellation)
    {
        while (!data.IsEmpty)
        {
            ThrowIfUnwanted(cancellation);
            var packet = data[..Math.Min(data.Length, FrameLimits.StreamPacket)];
            await _outbox.SendAsync(Outgoing.Raw(_header, packet.Span));
            data = data[packet.Length..];
        }
    }

    /// <summary>Tells the client that zeros follow, without sending them. Only for streams that were opened as sparse.</summary>
    /// <param name="length">How many bytes.</param>
    /// <param name="cancellation">Ends with the stream.</param>
    /// <exception cref="OperationCanceledException">The client wants no more.</exception>
    public async ValueTask WriteHoleAsync(long length, CancellationToken cancellation)
    {
        ThrowIfUnwanted(cancellation);
        await _outbox.SendAsync(Outgoing.Of(_header with { Type = MessageType.StreamHole }, new StreamHole(length, 0)));
    }

    /// <summary>Runs the body, then brings the stream to its end.</summary>
    /// <param name="explain">Turns a failure of the body into what the client sees.</param>
    /// <exception cref="IOException">The client is gone.</exception>
    public async Task RunAsync(Func<Exception, LibvirtException> explain)
    {
        LibvirtException? error = null;
        try
        {
            await _body(this, _ended.Token);
            if (!_clientIsDone && !_clientGaveUp)
            {
                await _outbox.SendAsync(Outgoing.Empty(_header));
                await AwaitClientAsync();
            }
        }
        catch (Exception failure)
        {
            error = _clientGaveUp || (_clientIsDone && failure is OperationCanceledException) ? null : explain(failure);
        }

        await _outbox.SendAsync(error is null
            ? Outgoing.Empty(_header with { Status = MessageStatus.Ok })
            : Outgoing.Of(_header with { Status = MessageStatus.Error }, ErrorMapping.Record(error)));
    }

    /// <summary>Takes a packet of the client; waits while the body is behind.</summary>
    public async ValueTask DeliverAsync(StreamPart part, CancellationToken cancellation)
    {
        try
        {
            await _incoming.Writer.WriteAsync(part, cancellation);
        }
        catch (ChannelClosedException)
        {
            // The body or the client has ended the stream, and the packet was on its way still.
        }
    }

    /// <summary>The client has sent everything, and wants nothing more.</summary>
    public void Finish()
    {
        _clientIsDone = true;
        _incoming.Writer.TryComplete();
    }

    /// <summary>The client gives the stream up.</summary>
    public void Abort()
    {
        _clientGaveUp = true;
        Stop();
    }

    /// <summary>Nobody reads or writes any more.</summary>
    public void Stop()
    {
        _ended.Cancel();
        _incoming.Writer.TryComplete();
    }

    private async Task AwaitClientAsync()
    {
        while (await _incoming.Reader.WaitToReadAsync(_ended.Token))
        {
            _incoming.Reader.TryRead(out _);
        }
    }

    private void ThrowIfUnwanted(CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (_clientIsDone)
        {
            throw new OperationCanceledException("The client has closed its end of the stream.");
        }
    }
}
