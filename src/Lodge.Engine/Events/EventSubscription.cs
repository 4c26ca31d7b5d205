using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Lodge.Model.Events;

namespace Lodge.Engine.Events;

/// <summary>One reader of the event stream.</summary>
public sealed class EventSubscription : IDisposable
{
    private const int Pending = 8192;

    private readonly Action<EventSubscription> _close;
    private readonly Channel<LodgeEvent> _channel =
        Channel.CreateBounded<LodgeEvent>(new BoundedChannelOptions(Pending) { SingleReader = true });

    internal EventSubscription(bool complete, List<LodgeEvent> backlog, Action<EventSubscription> close)
    {
        (Complete, _close) = (complete, close);
        foreach (var past in backlog)
        {
            Offer(past);
        }
    }

    /// <summary>
    /// False when events between the number that was asked for and the first that will be read are lost: the reader
    /// must list everything anew.
    /// </summary>
    public bool Complete { get; }

    /// <summary>The events, in order, without end.</summary>
    /// <exception cref="EventReaderTooSlowException">The reader fell too far behind and was dropped.</exception>
    public async IAsyncEnumerable<LodgeEvent> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var item in _channel.Reader.ReadAllAsync(cancellationToken))
        {
            yield return item;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _close(this);
        _channel.Writer.TryComplete();
    }

    /// <summary>Hands an event over; false when the reader was too slow and is dropped now.</summary>
    internal bool Offer(LodgeEvent item)
    {
        if (_channel.Writer.TryWrite(item))
        {
            return true;
        }

        _channel.Writer.TryComplete(new EventReaderTooSlowException(Pending));
        return false;
    }
}

/// <summary>A reader of the event stream fell too far behind and was dropped, so that nobody waits for it.</summary>
/// <param name="pending">How many events were waiting for it.</param>
public sealed class EventReaderTooSlowException(int pending)
    : Exception($"This reader of the event stream was dropped: {pending} events were waiting for it.");
