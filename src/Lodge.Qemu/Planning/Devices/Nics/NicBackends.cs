using Lodge.Model.Vms.Devices;
using Lodge.Qemu.Companions;
using Lodge.Qemu.Companions.UserNetworks;

namespace Lodge.Qemu.Planning.Devices.Nics;

/// <summary>What network cards are plugged into.</summary>
internal static class NicBackends
{
    /// <summary>Whether QEMU itself makes the network, and so opens connections of its own.</summary>
    public static bool IsOfQemu(NicSource source) => source is UserNicSource { Backend: null or UserNetworkBackend.Qemu };

    /// <summary>What a card is plugged into.</summary>
    public static NicBackend Of(NicDefinition nic, PlanContext context)
    {
        var id = $"host{nic.Alias}";
        switch (nic.Source)
        {
            case UserNicSource { Backend: UserNetworkBackend.Passt } user:
                var passt = PasstPlan.Of(context.Programs.RequirePasst(context.Facts), nic, user, context.Paths);
                return new NicBackend(Stream(id, passt)) { Companion = passt };
            case UserNicSource user:
                return new NicBackend(UserNetwork.Of(id, user));
            default:
                var plug = NicPlugs.Of(nic, context);
                return new NicBackend(TapNetwork.Of(id, nic, plug, context)) { Queues = plug.Queues, Mtu = plug.Mtu };
        }
    }

    // QEMU 7.2 and later (qapi/net.json, NetdevStreamOptions).
    private static PlannedNetdev Stream(string id, CompanionPlan companion)
    {
        var connection = new DeviceDescriptor(companion.Name, new CompanionEnd(companion.Name));
        return new PlannedNetdev(
            "stream", id, [("server", false), ("addr", OptionMap.Of(("type", "fd"), ("str", new DescriptorValue(DescriptorForm.Number, connection))))]);
    }
}

/// <summary>What a card is plugged into.</summary>
/// <param name="Netdev">QEMU's part.</param>
internal sealed record NicBackend(PlannedNetdev Netdev)
{
    /// <summary>Pairs of queues.</summary>
    public int Queues { get; init; } = 1;

    /// <summary>Largest packet, bytes; null when nothing is known.</summary>
    public int? Mtu { get; init; }

    /// <summary>The process that does the work; null when QEMU or the kernel does.</summary>
    public CompanionPlan? Companion { get; init; }
}
