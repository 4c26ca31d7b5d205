using System.Globalization;
using Lodge.Model.Networks;
using Lodge.Model.Vms.Devices;
using Lodge.Qemu.Planning;
using Lodge.Qemu.Planning.Devices.Nics;

namespace Lodge.Qemu.Companions.UserNetworks;

/// <summary>
/// Plans passt, which makes a private network for one card (passt(1)): what the guest sends it sends on by sockets of its own.
/// It shuts itself into namespaces without a file, under a seccomp filter, before it looks at any packet; Landlock is left
/// off, as it forbids to mount. It has one connection, to QEMU, and ends with it.
/// </summary>
internal static class PasstPlan
{
    /// <summary>Name of the companion for a card; no other socket or log of the VM is called so.</summary>
    /// <param name="card">The card's alias.</param>
    public static string NameOf(string card) => $"passt-{card}";

    /// <summary>The companion.</summary>
    /// <param name="program">Absolute path of passt.</param>
    /// <param name="nic">The card.</param>
    /// <param name="user">What it is plugged into.</param>
    /// <param name="paths">Where the VM's files live.</param>
    public static CompanionPlan Of(string program, NicDefinition nic, UserNicSource user, VmPaths paths) => new()
    {
        Name = NameOf(nic.Alias!),
        Role = $"network of {nic.Alias}",
        Program = program,
        Arguments =
        [
            "--foreground",
            "--stderr",
            "--quiet",
            "--fd", PlanBuilder.Text(CompanionPlan.ListeningDescriptor),
            .. nic.Mtu is { } mtu ? ["--mtu", PlanBuilder.Text(mtu)] : Array.Empty<string>(),
            .. Forwards(user, TransportProtocol.Tcp, "--tcp-ports"),
            .. Forwards(user, TransportProtocol.Udp, "--udp-ports"),
        ],
        Socket = null,
        Log = paths.CompanionLog(NameOf(nic.Alias!)),
        Reachable = null,
        DescriptorLimit = null, // It holds one for each connection of the guest.
    };

    private static IEnumerable<string> Forwards(UserNicSource user, TransportProtocol protocol, string option) =>
        user.Forwards.OrEmpty().Where(forward => forward.Protocol == protocol).SelectMany(forward => new[] { option, Rule(forward) });

    private static string Rule(UserPortForward forward) => string.Create(
        CultureInfo.InvariantCulture, $"{forward.Address ?? UserNetwork.UsualAddress}/{forward.Port}:{forward.TargetPort ?? forward.Port}");
}
