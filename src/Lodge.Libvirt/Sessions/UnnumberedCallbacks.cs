namespace Lodge.Libvirt.Sessions;

/// <summary>Callbacks that the client knows by the kind of event only: at most one of each kind on a connection.</summary>
internal sealed class UnnumberedCallbacks
{
    private readonly Lock _lock = new();
    private readonly Dictionary<int, int> _numbers = [];

    /// <summary>Adds a callback; false when there is one for this kind of event already.</summary>
    /// <param name="eventId">The kind of event.</param>
    /// <param name="add">Registers it, and gives its number.</param>
    public bool TryAdd(int eventId, Func<int> add)
    {
        lock (_lock)
        {
            if (_numbers.ContainsKey(eventId))
            {
                return false;
            }

            _numbers.Add(eventId, add());
            return true;
        }
    }

    /// <summary>Forgets a callback, and tells its number; null when there is none.</summary>
    public int? TryRemove(int eventId)
    {
        lock (_lock)
        {
            return _numbers.Remove(eventId, out var number) ? number : null;
        }
    }
}
