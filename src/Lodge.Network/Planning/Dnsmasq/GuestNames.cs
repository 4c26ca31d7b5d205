using Lodge.Model.Networks;

namespace Lodge.Network.Planning.Dnsmasq;

/// <summary>
/// Guests are found by the names of their VMs, whatever they call themselves: lines of the file of reservations that give a
/// name to a MAC address. Pure.
/// </summary>
internal static class GuestNames
{
    private const int LongestLabel = 63;

    /// <summary>The lines. A reservation has the last word on name and MAC address; a VM with several cards is found by its first.</summary>
    /// <param name="network">The network.</param>
    /// <param name="plugs">The cards on it.</param>
    public static IEnumerable<string> Lines(NetworkDefinition network, IEnumerable<NicPlug> plugs)
    {
        var reserved = network.Subnets.SelectMany(subnet => subnet.Dhcp?.Reservations ?? []).ToList();
        var taken = reserved.SelectMany(entry => new[] { entry.Mac, entry.Name }).OfType<string>().ToHashSet(StringComparer.OrdinalIgnoreCase);
        return plugs
            .OrderBy(plug => plug.Alias, StringComparer.Ordinal)
            .Where(plug => IsHostName(plug.VmName) && !taken.Contains(plug.Mac) && taken.Add(plug.VmName))
            .Select(plug => $"{plug.Mac},{plug.VmName}");
    }

    // RFC 1123, section 2.1.
    private static bool IsHostName(string name) =>
        name.Length <= LongestLabel && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '-') && name[0] != '-' && name[^1] != '-';
}
