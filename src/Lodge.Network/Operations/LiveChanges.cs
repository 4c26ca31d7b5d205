using Lodge.Model.Errors;
using Lodge.Model.Networks;

namespace Lodge.Network.Operations;

/// <summary>What of a network cannot change while it runs: what guests stand on. Pure.</summary>
internal static class LiveChanges
{
    /// <exception cref="LodgeException"><see cref="ErrorCode.Unsupported"/>: something that cannot change differs.</exception>
    public static void ThrowIfNotLive(NetworkDefinition now, NetworkDefinition wanted)
    {
        var fixedParts = new List<string>();
        Compare("mode", now.Mode, wanted.Mode);
        Compare("bridge name", now.Bridge?.Name, wanted.Bridge?.Name);
        Compare("MAC address of the bridge", now.Bridge?.Mac, wanted.Bridge?.Mac);
        Compare("VLAN filtering", now.Bridge?.VlanFiltering ?? false, wanted.Bridge?.VlanFiltering ?? false);
        Compare("addresses of the host", Addresses(now), Addresses(wanted));
        if (now.Mode == NetworkMode.Macvtap)
        {
            Compare("interfaces", string.Join(' ', now.Interfaces ?? []), string.Join(' ', wanted.Interfaces ?? []));
            Compare("way of sharing", now.Macvtap, wanted.Macvtap);
        }

        if (fixedParts.Count > 0)
        {
            throw new LodgeException(
                ErrorCode.Unsupported,
                $"Network '{now.Name}' is running, and cannot change its {string.Join(", ", fixedParts)} now.",
                "Change its definition only; that holds after the next start of the network.");
        }

        void Compare<T>(string part, T one, T other)
        {
            if (!EqualityComparer<T>.Default.Equals(one, other))
            {
                fixedParts.Add(part);
            }
        }
    }

    private static string Addresses(NetworkDefinition network) => string.Join(' ', network.Subnets.Select(subnet => subnet.Address));
}
