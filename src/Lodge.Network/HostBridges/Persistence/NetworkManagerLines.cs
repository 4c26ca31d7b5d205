using Lodge.Model.Networks.HostBridges;

namespace Lodge.Network.HostBridges.Persistence;

/// <summary>
/// What NetworkManager is to be told where it keeps the interface's connection elsewhere than in a keyfile, such as in the
/// files of older Red Hat systems. Pure.
/// </summary>
internal static class NetworkManagerLines
{
    /// <summary>The lines.</summary>
    /// <param name="wish">The bridge.</param>
    /// <param name="connection">The connection that the interface is used by; null when it is not known.</param>
    public static PersistentPlan Plan(PersistentWish wish, string? connection)
    {
        var old = connection ?? "CONNECTION";
        return new PersistentPlan(HostNetworkOwner.NetworkManager)
        {
            Commands =
            [
                $"nmcli connection add type bridge con-name {wish.Bridge} ifname {wish.Bridge} bridge.stp no bridge.mac-address {wish.Mac}{Addresses(wish)}",
                $"nmcli connection add type ethernet con-name {wish.Bridge}-{wish.Interface} ifname {wish.Interface} master {wish.Bridge}",
                $"nmcli connection modify {old} connection.autoconnect no",
                $"nmcli connection up {wish.Bridge}-{wish.Interface}",
                $"nmcli connection up {wish.Bridge}",
                $"lodge network create {wish.Bridge} --mode bridge --bridge {wish.Bridge}",
            ],
            Notes =
            [
                $"Name servers and other settings of the present connection are shown by: nmcli connection show {old}",
                "These lines do not go back by themselves: type them where you do not lose the host if they fail.",
            ],
        };
    }

    private static string Addresses(PersistentWish wish) => string.Concat(((string[])["4", "6"]).Select(version =>
    {
        var isIpv6 = version == "6";
        var addresses = wish.FixedAddresses.Where(address => address.Contains(':', StringComparison.Ordinal) == isIpv6).ToArray();
        var gateway = wish.Gateways.FirstOrDefault(one => one.Contains(':', StringComparison.Ordinal) == isIpv6);
        return addresses.Length == 0
            ? ""
            : $" ipv{version}.method manual ipv{version}.addresses {string.Join(',', addresses)}{(gateway is null ? "" : $" ipv{version}.gateway {gateway}")}";
    }));
}
