using System.Collections.Concurrent;
using Lodge.Linux.Processes;
using Lodge.Model.Errors;
using Lodge.Network.Hosts;

namespace Lodge.Network.HostBridges.Guarding;

/// <summary>The guards of a daemon's bridges that wait to be confirmed, by interface.</summary>
/// <param name="command">How a guard is started; null: there are none.</param>
/// <param name="place">The network that the bridges are in.</param>
/// <param name="watcher">Notices ends of processes; null where none is started.</param>
internal sealed class BridgeGuards(IReadOnlyList<string>? command, NetworkPlace place, PidFdWatcher? watcher) : IDisposable
{
    private readonly ConcurrentDictionary<string, BridgeGuard> _guards = new(StringComparer.Ordinal);

    /// <summary>Has an interface guarded from now on.</summary>
    /// <exception cref="LodgeException">The guard does not start.</exception>
    public async Task StartAsync(string link, CancellationToken cancellationToken)
    {
        if (command is not null && watcher is not null)
        {
            _guards[link] = await BridgeGuard.StartAsync(command, link, place, watcher, cancellationToken);
        }
    }

    /// <summary>The bridge is kept, or the interface has everything back.</summary>
    public void End(string link)
    {
        if (_guards.TryRemove(link, out var guard))
        {
            guard.Dispose();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var link in _guards.Keys)
        {
            End(link);
        }
    }
}
