using Lodge.Linux.Network;
using Lodge.Model.Networks;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Devices;
using Lodge.Model.Vms.Usage;

namespace Lodge.Qemu.Meters;

/// <summary>Reads what network cards have carried from the kernel's counters of their interfaces. Pure but for those.</summary>
internal static class NicMeter
{
    /// <summary>The cards of a running VM that have an interface, in the order of its definition.</summary>
    /// <param name="runtime">The VM.</param>
    /// <param name="counters">The counters of an interface by its name; null for one that is gone.</param>
    public static IReadOnlyList<NicUsage> Read(VmRuntime runtime, Func<string, LinkStatistics?> counters)
    {
        var plugs = runtime.Plugs.OrEmpty();
        return
        [
            .. from nic in runtime.Definition.Nics
               from plug in plugs.Where(plug => plug.Alias == nic.Alias)
               let counted = counters(plug.Interface)
               where counted is not null
               select Of(plug, counted.Value),
        ];
    }

    // What the host receives from a tap is what the guest sends. A macvtap counts as the guest's own card would.
    private static NicUsage Of(NicPlug plug, LinkStatistics counted)
    {
        var seen = plug.IsMacvtap ? counted : new LinkStatistics(
            counted.SentPackets, counted.ReceivedPackets, counted.SentBytes, counted.ReceivedBytes,
            counted.SendErrors, counted.ReceiveErrors, counted.SendDrops, counted.ReceiveDrops);
        return new NicUsage
        {
            Alias = plug.Alias,
            Interface = plug.Interface,
            ReceivedBytes = seen.ReceivedBytes,
            ReceivedPackets = seen.ReceivedPackets,
            ReceiveErrors = seen.ReceiveErrors,
            ReceiveDrops = seen.ReceiveDrops,
            SentBytes = seen.SentBytes,
            SentPackets = seen.SentPackets,
            SendErrors = seen.SendErrors,
            SendDrops = seen.SendDrops,
        };
    }
}
