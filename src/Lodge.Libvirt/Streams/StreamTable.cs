using Lodge.Libvirt.Protocol;
using Lodge.Libvirt.Wire;
using Lodge.Xdr;

namespace Lodge.Libvirt.Streams;

/// <summary>The open streams of a connection, by the serial of the call that opened each.</summary>
/// <param name="outbox">Where packets leave.</param>
internal sealed class StreamTable(Outbox outbox) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<uint, ClientStream> _streams = [];
    private bool _closed;

    /// <summary>Opens a stream.</summary>
    public ClientStream Open(FrameHeader opener, Func<ClientStream, CancellationToken, Task> body)
    {
        var stream = new ClientStream(opener, outbox, body);
        lock (_lock)
        {
            if (!_closed)
            {
                _streams[opener.Serial] = stream;
                return stream;
            }
        }

        stream.Stop();
        return stream;
    }

    /// <summary>Forgets a stream.</summary>
    public void Close(ClientStream stream)
    {
        lock (_lock)
        {
            if (_streams.TryGetValue(stream.Serial, out var open) && open == stream)
            {
                _streams.Remove(stream.Serial);
            }
        }

        stream.Stop();
    }

    /// <summary>Stops all streams: the connection has ended.</summary>
    public void Dispose()
    {
        List<ClientStream> open;
        lock (_lock)
        {
            _closed = true;
            open = [.. _streams.Values];
            _streams.Clear();
        }

        open.ForEach(stream => stream.Stop());
    }

    /// <summary>Hands a packet to its stream; a packet for no stream is dropped without a word.</summary>
    /// <exception cref="XdrException">A hole that cannot be read.</exception>
    public async ValueTask DeliverAsync(Frame frame, CancellationToken cancellation)
    {
        ClientStream? stream;
        lock (_lock)
        {
            _streams.TryGetValue(frame.Header.Serial, out stream);
        }

        switch (stream, frame.Header.Type, frame.Header.Status)
        {
            case (null, _, _):
                break;
            case (_, MessageType.StreamHole, MessageStatus.Continue):
                await stream.DeliverAsync(new StreamPart(default, LengthOf(frame), IsEnd: false), cancellation);
                break;
            case (_, MessageType.Stream, MessageStatus.Continue) when frame.Length > 0:
                await stream.DeliverAsync(new StreamPart(frame.Payload.ToArray(), 0, IsEnd: false), cancellation);
                break;
            case (_, MessageType.Stream, MessageStatus.Ok):
                stream.Finish();
                break;
            case (_, MessageType.Stream, MessageStatus.Error):
                stream.Abort();
                break;
        }
    }

    private static long LengthOf(Frame frame)
    {
        var reader = new XdrReader(frame.Payload.Span);
        var hole = StreamHole.Decode(ref reader);
        return hole.Length >= 0 ? hole.Length : throw reader.Wrong("a hole of negative length");
    }
}
