using Lodge.Model.Errors;
using Lodge.Model.Networks;
using Lodge.Model.Text;

namespace Lodge.Engine.Networks;

/// <summary>All networks as immutable snapshots. Reading takes no lock and never waits; writing swaps in a new snapshot.</summary>
internal sealed class NetworkInventory
{
    private readonly Lock _writing = new();
    private volatile Network[] _all = [];

    /// <summary>All networks, sorted by name.</summary>
    public IReadOnlyList<Network> List() => _all;

    public Network? Find(string nameOrId)
    {
        var now = _all;
        return Array.Find(now, network => network.Name == nameOrId)
            ?? (Guid.TryParse(nameOrId, out var id) ? Array.Find(now, network => network.Id == id) : null);
    }

    public Network? Find(Guid id) => Array.Find(_all, network => network.Id == id);

    /// <exception cref="LodgeException"><see cref="ErrorCode.NetworkNotFound"/>, with the nearest name when there is one.</exception>
    public Network Get(string nameOrId) => Find(nameOrId) ?? throw NotFound(nameOrId);

    /// <inheritdoc cref="Get(string)"/>
    public Network Get(Guid id) => Find(id) ?? throw NotFound(id.ToString());

    /// <summary>Adds a network, or replaces the one with the same identity.</summary>
    public Network Put(Network network)
    {
        lock (_writing)
        {
            _all = [.. _all.Where(other => other.Id != network.Id).Append(network).OrderBy(other => other.Name, StringComparer.Ordinal)];
            return network;
        }
    }

    /// <summary>Replaces a network by what <paramref name="change"/> makes of it; null when it is gone.</summary>
    public Network? Update(Guid id, Func<Network, Network> change)
    {
        lock (_writing)
        {
            return Find(id) is { } before ? Put(change(before)) : null;
        }
    }

    public void Remove(Guid id)
    {
        lock (_writing)
        {
            _all = [.. _all.Where(network => network.Id != id)];
        }
    }

    private LodgeException NotFound(string nameOrId)
    {
        var near = Suggestion.For(nameOrId, _all.Select(network => network.Name));
        return new LodgeException(
            ErrorCode.NetworkNotFound,
            $"There is no network '{nameOrId}'.",
            near is null ? "List them with 'lodge network list'." : $"Did you mean '{near}'?");
    }
}
