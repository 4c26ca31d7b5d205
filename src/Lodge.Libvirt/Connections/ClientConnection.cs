using System.Net.Sockets;
using Lodge.Libvirt.Calls;
using Lodge.Libvirt.Sessions;
using Lodge.Libvirt.Streams;
using Lodge.Libvirt.Wire;
using Lodge.Linux.Descriptors;
using Lodge.Xdr;

namespace Lodge.Libvirt.Connections;

/// <summary>One client: reads its frames one after the other, and routes each to where it belongs.</summary>
internal sealed class ClientConnection : IDisposable
{
    private readonly Socket _socket;
    private readonly ServerParts _server;
    private readonly CancellationTokenSource _closing;
    private readonly ByteSource _source;
    private readonly FrameReader _reader;
    private readonly Outbox _outbox;
    private readonly StreamTable _streams;
    private readonly CallGate _gate;
    private readonly CallRunner _runner;
    private readonly SilenceWatch _watch;
    private string? _reason;

    /// <summary>Takes a connection that was accepted.</summary>
    /// <param name="socket">The connection; belongs to this object.</param>
    /// <param name="readOnly">Whether it came through a read-only door.</param>
    /// <param name="server">What all connections share.</param>
    /// <param name="stopping">Cancelled when the server stops.</param>
    public ClientConnection(Socket socket, bool readOnly, ServerParts server, CancellationToken stopping)
    {
        (_socket, _server) = (socket, server);
        _closing = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        _source = new ByteSource(socket, server.QuickWait);
        _reader = new FrameReader(_source);
        _outbox = new Outbox(socket, server.Options.EventBytesWaiting, _closing.Token);
        _streams = new StreamTable(_outbox);
        PeerCredentials? peer = socket.AddressFamily == AddressFamily.Unix ? PeerCredentials.Of(socket) : null;
        Session = new Session(peer, readOnly, new CallbackTable(server.CallbackNumbers), Post, Drop, _closing.Token);
        _runner = new CallRunner(server, Session, _outbox, _streams, End);
        _gate = new CallGate(server.Options.Calls, _runner.RunAsync);
        _watch = new SilenceWatch(server, Session, Post, End);
    }

    /// <summary>What handlers know of it.</summary>
    public Session Session { get; }

    /// <summary>Serves the client until it or the server closes.</summary>
    public async Task RunAsync()
    {
        var watching = _watch.RunAsync(_closing.Token);
        try
        {
            while (await NextAsync() is { } frame)
            {
                await RouteAsync(frame);
            }
        }
        catch (Exception broken) when (broken is OutOfStepException or XdrException)
        {
            End(broken.Message);
        }
        catch (Exception gone) when (gone is IOException or SocketException or ObjectDisposedException)
        {
            End("the client is gone");
        }
        catch (OperationCanceledException) when (_closing.IsCancellationRequested)
        {
            // Somebody ended the connection, and said why.
        }

        End("the client has closed it");
        await watching;
        Log.ConnectionClosed(_server.Logger, Session.Peer?.Pid ?? 0, _reason ?? "");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        End("the server stops");
        _gate.Clear();
        _streams.Dispose();
        Session.Callbacks.Dispose();
        _reader.Dispose();
        _source.Dispose();
        _socket.Dispose();
        _closing.Dispose();
    }

    /// <summary>Ends the connection; the first reason counts.</summary>
    private void End(string reason)
    {
        if (Interlocked.CompareExchange(ref _reason, reason, null) is null)
        {
            _closing.Cancel();
        }
    }

    private bool Post(Outgoing message)
    {
        if (_outbox.TryPost(message))
        {
            return true;
        }

        Drop("it does not read its events; they would fill the memory");
        return false;
    }

    private void Drop(string reason)
    {
        if (!_closing.IsCancellationRequested)
        {
            Log.ClientDropped(_server.Logger, Session.Peer?.Pid ?? 0, reason);
        }

        End(reason);
    }

    private async ValueTask<Frame?> NextAsync()
    {
        _watch.Listen();
        var frame = await _reader.ReadAsync(_closing.Token);
        _watch.Heard();
        return frame;
    }

    private async ValueTask RouteAsync(Frame frame)
    {
        var header = frame.Header;
        if (header.Program == KeepAlive.Program)
        {
            using (frame)
            {
                if (KeepAlive.AnswerTo(header) is { } answer)
                {
                    await _outbox.SendAsync(answer);
                }
            }
        }
        else if (header.Type is MessageType.Stream or MessageType.StreamHole)
        {
            using (frame)
            {
                await _streams.DeliverAsync(frame, _closing.Token);
            }
        }
        else if (header.Type is MessageType.Call or MessageType.CallWithDescriptors)
        {
            await TakeCallAsync(frame);
        }
        else
        {
            // A client has no business to send replies and messages; libvirt's servers stay silent, too.
            frame.Dispose();
        }
    }

    private async ValueTask TakeCallAsync(Frame frame)
    {
        var call = new Call(Session, frame, _streams);
        if (CallRules.Violation(Session, frame) is { } violation)
        {
            using (call)
            {
                call.Fail(violation);
                await _outbox.SendAsync(call.TakeReply());
                return;
            }
        }

        await _gate.AdmitAsync(call, _closing.Token);
        if (Session.IsAuthenticated)
        {
            _reader.Limit = FrameLimits.Frame;
        }
    }
}
