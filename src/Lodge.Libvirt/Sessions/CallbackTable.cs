namespace Lodge.Libvirt.Sessions;

/// <summary>
/// What one connection wants to hear about. Handlers put a subscription in and get the number that the client knows it
/// by; the connection's end removes them all.
/// </summary>
/// <param name="numbers">Gives numbers that are unique in this server.</param>
internal sealed class CallbackTable(CallbackNumbers numbers) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<int, (CallbackKind Kind, IDisposable Subscription)> _callbacks = [];
    private bool _closed;

    /// <summary>Adds a callback.</summary>
    /// <param name="kind">Which family of events.</param>
    /// <param name="subscribe">Makes the subscription, given the callback's number. It is disposed with the callback.</param>
    /// <returns>The callback's number.</returns>
    public int Add(CallbackKind kind, Func<int, IDisposable> subscribe)
    {
        var number = numbers.Next();
        var subscription = subscribe(number);
        lock (_lock)
        {
            if (!_closed)
            {
                _callbacks.Add(number, (kind, subscription));
                return number;
            }
        }

        subscription.Dispose();
        return number;
    }

    /// <summary>Removes a callback; false when there is none of this kind and number.</summary>
    public bool Remove(CallbackKind kind, int number)
    {
        (CallbackKind Kind, IDisposable Subscription) found;
        lock (_lock)
        {
            if (!_callbacks.TryGetValue(number, out found) || found.Kind != kind)
            {
                return false;
            }

            _callbacks.Remove(number);
        }

        found.Subscription.Dispose();
        return true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        List<IDisposable> left;
        lock (_lock)
        {
            _closed = true;
            left = [.. _callbacks.Values.Select(callback => callback.Subscription)];
            _callbacks.Clear();
        }

        left.ForEach(subscription => subscription.Dispose());
    }
}
