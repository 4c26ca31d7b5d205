using System.Threading.Channels;

namespace Lodge.Engine.Consoles;

/// <summary>One client of a console.</summary>
public sealed class ConsoleSession : IAsyncDisposable
{
    private const int Pending = 1024;

    private readonly ConsoleBroker _broker;
    private readonly Channel<ConsoleMessage> _channel =
        Channel.CreateBounded<ConsoleMessage>(new BoundedChannelOptions(Pending) { SingleReader = true });

    internal ConsoleSession(ConsoleBroker broker) => _broker = broker;

    /// <summary>Whether this client may write.</summary>
    public bool IsWriter => _broker.IsWriter(this);

    /// <summary>What the console tells; the scrollback first, <see cref="ConsoleClosed"/> last. A client that reads too slowly is cut off.</summary>
    public IAsyncEnumerable<ConsoleMessage> ReadAsync(CancellationToken cancellationToken) => _channel.Reader.ReadAllAsync(cancellationToken);

    /// <summary>Types into the console.</summary>
    /// <exception cref="Model.Errors.LodgeException"><see cref="Model.Errors.ErrorCode.ConsoleBusy"/> when another client has the writer lock.</exception>
    public ValueTask WriteAsync(ReadOnlyMemory<byte> data, CancellationToken cancellationToken) => _broker.WriteAsync(this, data, cancellationToken);

    /// <summary>Takes the writer lock, from whoever has it.</summary>
    public void Take() => _broker.Take(this);

    /// <summary>Gives the writer lock back.</summary>
    public void Release() => _broker.Release(this);

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _broker.Leave(this);
        _channel.Writer.TryComplete();
        return ValueTask.CompletedTask;
    }

    /// <summary>Hands a message over; false when the client was too slow and is cut off.</summary>
    internal bool Offer(ConsoleMessage message)
    {
        if (!_channel.Writer.TryWrite(message))
        {
            _channel.Writer.TryComplete();
            return false;
        }

        if (message is ConsoleClosed)
        {
            _channel.Writer.TryComplete();
        }

        return true;
    }
}
