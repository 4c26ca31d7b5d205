using Lodge.Model.Errors;
using Lodge.Model.Networks;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Devices;

namespace Lodge.Qemu.Planning.Devices.Nics;

/// <summary>Finds the interfaces that cards have on the host.</summary>
internal static class NicPlugs
{
    /// <summary>Whether a card has an interface on the host.</summary>
    public static bool Has(NicDefinition nic) => nic.Source is not UserNicSource;

    /// <summary>The interface of a card; one that is made up, where there is none yet.</summary>
    public static NicPlug Of(NicDefinition nic, PlanContext context) =>
        context.Plugs.FirstOrDefault(plug => plug.Alias == nic.Alias) ?? new NicPlug
        {
            VmId = context.Definition.Id,
            VmName = context.Definition.Name,
            Alias = nic.Alias!,
            Mac = nic.Mac!,
            Interface = nic.Interface ?? "vnet%d",
            IsMacvtap = nic.Source is MacvtapNicSource,
            Queues = NicQueues.Of(nic, context.Definition.Cpu.Count),
        };

    /// <summary>Refuses to start a VM with a card that has no interface.</summary>
    /// <exception cref="LodgeException"><see cref="ErrorCode.Unsupported"/>.</exception>
    public static void ThrowIfMissing(VmDefinition definition, IReadOnlyList<NicPlug> plugs)
    {
        if (definition.Nics.FirstOrDefault(nic => Has(nic) && plugs.All(plug => plug.Alias != nic.Alias)) is { } missing)
        {
            throw new LodgeException(
                ErrorCode.Unsupported,
                $"The card {missing.Alias} of VM '{definition.Name}' is on a network of the host, and has no interface there.",
                "See that this lodged has networks ('lodge network list'), or give the card QEMU's own network (type 'user').");
        }
    }
}
