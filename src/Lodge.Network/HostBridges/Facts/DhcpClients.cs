using System.Globalization;
using Lodge.Linux.Network;
using Lodge.Network.HostBridges.Persistence;

namespace Lodge.Network.HostBridges.Facts;

/// <summary>Programs that are known to ask for addresses on an interface, by what they leave in /run. Pure.</summary>
internal static class DhcpClients
{
    /// <summary>Such as <c> (by dhclient, process 812)</c>; empty when none is known.</summary>
    public static string Find(HostFiles files, NetworkLink link)
    {
        if (files.Find(string.Create(CultureInfo.InvariantCulture, $"/run/systemd/netif/leases/{link.Index}")) is not null)
        {
            return " (by systemd-networkd)";
        }

        foreach (var (program, path) in (ReadOnlySpan<(string, string)>)
        [
            ("dhclient", $"/run/dhclient.{link.Name}.pid"),
            ("dhcpcd", $"/run/dhcpcd-{link.Name}.pid"),
            ("dhcpcd", $"/run/dhcpcd/{link.Name}.pid"),
            ("udhcpc", $"/run/udhcpc.{link.Name}.pid"),
        ])
        {
            if (files.Find(path) is { } process)
            {
                return $" (by {program}, process {process.Trim()})";
            }
        }

        return "";
    }
}
