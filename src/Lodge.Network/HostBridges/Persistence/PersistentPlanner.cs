using System.Globalization;
using Lodge.Model.Networks.HostBridges;

namespace Lodge.Network.HostBridges.Persistence;

/// <summary>Finds out who configures an interface, and has the right one plan. Pure.</summary>
internal static class PersistentPlanner
{
    /// <summary>What is to be written.</summary>
    public static PersistentPlan Plan(PersistentWish wish, HostFiles files)
    {
        if (files.WhyNone is { } why)
        {
            return new PersistentPlan(HostNetworkOwner.Nobody) { Notes = [$"Nothing is written that makes the bridge again: {why}."] };
        }

        return Owner(wish, files) switch
        {
            HostNetworkOwner.Netplan => NetplanPlanner.Plan(wish, files),
            HostNetworkOwner.Networkd => NetworkdPlanner.Plan(wish, files),
            HostNetworkOwner.NetworkManager => NetworkManagerPlanner.Plan(wish, files),
            HostNetworkOwner.Ifupdown => IfupdownPlanner.Plan(wish, files),
            _ => new PersistentPlan(HostNetworkOwner.Nobody)
            {
                Notes = [$"Neither netplan, systemd-networkd, NetworkManager nor ifupdown configures {wish.Interface}: after the next boot the bridge is not there, unless you make whatever configures it do so."],
            },
        };
    }

    // netplan writes files for the others, so that it comes first. NetworkManager and networkd say what they manage.
    private static HostNetworkOwner Owner(PersistentWish wish, HostFiles files)
    {
        if (NetplanPlanner.Owns(wish, files))
        {
            return HostNetworkOwner.Netplan;
        }

        if (NetworkdPlanner.Owns(wish, files))
        {
            return HostNetworkOwner.Networkd;
        }

        return NetworkManagerPlanner.Owns(wish, files) ? HostNetworkOwner.NetworkManager
            : IfupdownPlanner.Owns(wish, files) ? HostNetworkOwner.Ifupdown
            : HostNetworkOwner.Nobody;
    }

    /// <summary>The value of a line <c>KEY=VALUE</c>; null when there is none.</summary>
    public static string? Value(string? text, string key) => text?.Split('\n')
        .Select(line => line.Trim()).FirstOrDefault(line => line.StartsWith(key + "=", StringComparison.Ordinal))?[(key.Length + 1)..];

    /// <summary>A file of the state of interfaces, by the number of one.</summary>
    public static string StateFile(string folder, PersistentWish wish) => $"{folder}/{wish.Index.ToString(CultureInfo.InvariantCulture)}";
}
