using Lodge.Engine.Ports;
using Lodge.Model.Networks;

namespace Lodge.Network.Leases;

/// <summary>What happened between two states of a network's leases. Pure.</summary>
internal static class LeaseDifference
{
    /// <summary>The leases that ended, then those that were given, or kept longer.</summary>
    public static IReadOnlyList<NetworkHappening> Between(IReadOnlyList<DhcpLease> before, IReadOnlyList<DhcpLease> after)
    {
        var (old, now) = (ByAddress(before), ByAddress(after));
        return
        [
            .. before.Where(lease => !now.TryGetValue(lease.Address, out var same) || !IsSameClient(lease, same)).Select(lease => new LeaseEnded(lease.Network, lease)),
            .. after.Where(lease => !old.TryGetValue(lease.Address, out var same) || same != lease).Select(lease => new LeaseGiven(lease.Network, lease)),
        ];
    }

    private static Dictionary<string, DhcpLease> ByAddress(IReadOnlyList<DhcpLease> leases)
    {
        var found = new Dictionary<string, DhcpLease>();
        foreach (var lease in leases)
        {
            found[lease.Address] = lease;
        }

        return found;
    }

    private static bool IsSameClient(DhcpLease one, DhcpLease other) => one.Mac == other.Mac && one.ClientId == other.ClientId;
}
