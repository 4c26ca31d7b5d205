using System.Net;
using Lodge.Network.Planning;

namespace Lodge.Network.Leases;

/// <summary>
/// Takes out of dnsmasq's file of leases what a network that starts again does not know any more: addresses outside of its
/// subnets, such as those that it had with another definition. Pure.
/// </summary>
internal static class LeaseFilePruner
{
    private const int AddressField = 2;

    /// <summary>The file without them; the same text when there are none.</summary>
    /// <param name="text">The file, see <see cref="LeaseFileParser"/>.</param>
    /// <param name="subnets">The network's subnets.</param>
    public static string Prune(string text, IReadOnlyList<HostSubnet> subnets) => string.Concat(
        text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => !IsOutside(line, subnets)).Select(line => line + '\n'));

    private static bool IsOutside(string line, IReadOnlyList<HostSubnet> subnets) =>
        line.Split(' ') is { Length: > AddressField } fields && IPAddress.TryParse(fields[AddressField], out var address)
        && !subnets.Any(subnet => subnet.Network.Contains(address));
}
