using System.Collections.Concurrent;
using Lodge.Engine.Ports;
using Lodge.Model.Errors;
using Lodge.Model.Networks.HostBridges;

namespace Lodge.TestSupport.Engine;

/// <summary>A host whose interfaces can get bridges; what was made stays when a daemon goes.</summary>
public sealed class FakeHostBridges : IHostBridges
{
    /// <summary>What there is, by interface.</summary>
    public ConcurrentDictionary<string, HostBridge> Made { get; } = new();

    /// <summary>Makes the next files fail.</summary>
    public Exception? FileFailure { get; set; }

    public IReadOnlyList<HostBridge> List() => [.. Made.Values.OrderBy(bridge => bridge.Interface, StringComparer.Ordinal)];

    public async Task<IReadOnlyList<HostBridge>> RecoverAsync(CancellationToken cancellationToken)
    {
        var given = new List<HostBridge>();
        foreach (var bridge in List().Where(bridge => bridge.State == HostBridgeState.Waiting))
        {
            given.Add(await UndoAsync(bridge.Interface, force: false, cancellationToken));
        }

        return given;
    }

    public async Task<HostBridgePlan> PlanAsync(HostBridgeWish wish, CancellationToken cancellationToken)
    {
        await Task.Yield();
        return wish.Interface != "eth0"
            ? throw new LodgeException(ErrorCode.NotFound, $"The host has no interface '{wish.Interface}'.", "Did you mean 'eth0'?")
            : new HostBridgePlan
            {
                Interface = wish.Interface,
                Bridge = wish.Bridge ?? "br0",
                Network = wish.Network ?? wish.Bridge ?? "br0",
                Mac = "52:54:00:12:34:56",
                Mtu = 1500,
                Addresses = ["198.51.100.2/24"],
                Routes = ["default by 198.51.100.1"],
                Asked = ["198.51.100.1"],
                Owner = HostNetworkOwner.Ifupdown,
                Files = [new HostFileChange("/etc/network/interfaces", "iface eth0 inet dhcp\n", "iface br0 inet dhcp\n")],
                Commands = ["ifup br0"],
                Notes = ["Packets come in on br0 then."],
            };
    }

    public async Task<HostBridge> MoveAsync(HostBridgeWish wish, DateTimeOffset confirmBefore, CancellationToken cancellationToken)
    {
        var plan = await PlanAsync(wish, cancellationToken);
        return Made[wish.Interface] = new HostBridge
        {
            Interface = plan.Interface,
            Bridge = plan.Bridge,
            Network = plan.Network,
            MadeAt = DateTimeOffset.UnixEpoch,
            ConfirmBefore = confirmBefore,
            Answered = plan.Asked,
            Owner = plan.Owner,
        };
    }

    public async Task<HostBridge> KeepAsync(string link, CancellationToken cancellationToken)
    {
        await Task.Yield();
        return FileFailure is { } failure
            ? throw failure
            : Made[link] = Made[link] with { State = HostBridgeState.Kept, ConfirmBefore = null, Files = ["/etc/network/interfaces"], Backups = "/state/old-files" };
    }

    public async Task<HostBridge> UndoAsync(string link, bool force, CancellationToken cancellationToken)
    {
        await Task.Yield();
        return FileFailure is { } failure && !force && Made[link].State == HostBridgeState.Kept
            ? throw failure
            : Made.TryRemove(link, out var bridge) ? bridge with { State = HostBridgeState.Undone } : throw new LodgeException(ErrorCode.NotFound, link);
    }
}
