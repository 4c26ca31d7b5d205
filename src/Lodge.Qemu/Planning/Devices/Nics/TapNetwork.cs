using System.Globalization;
using Lodge.Model.Errors;
using Lodge.Model.Networks;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Devices;

namespace Lodge.Qemu.Planning.Devices.Nics;

/// <summary>
/// A tap or macvtap of the host. QEMU gets a descriptor a queue and no path: it could neither make nor find an interface.
/// Where the kernel can, it carries the packets of virtio cards itself, past QEMU (vhost-net).
/// </summary>
internal static class TapNetwork
{
    private const string VhostDevice = "/dev/vhost-net";

    /// <summary>QEMU's part of it.</summary>
    public static PlannedNetdev Of(string id, NicDefinition nic, NicPlug plug, PlanContext context)
    {
        var queues = Each(plug, number => Descriptor(nic, "queue", number, SourceOf(plug)));
        var isKernels = IsKernels(nic, context);
        return new PlannedNetdev("tap", id,
        [
            (plug.Queues == 1 ? "fd" : "fds", queues),
            ("vhost", isKernels ? true : null),
            (plug.Queues == 1 ? "vhostfd" : "vhostfds", isKernels ? Each(plug, number => Descriptor(nic, "vhost", number, new OpenedDevice(VhostDevice))) : null),
        ]);
    }

    // Emulated processors gain nothing by it.
    private static bool IsKernels(NicDefinition nic, PlanContext context) => nic.Datapath switch
    {
        NicDatapath.Qemu => false,
        NicDatapath.Vhost => context.HasVhostNet ? true : throw new LodgeException(
            ErrorCode.Unsupported,
            $"Card '{nic.Alias}' wants the kernel to carry its packets (datapath 'vhost'), and this host's kernel does not: {VhostDevice} cannot be opened.",
            "Load the kernel's module (modprobe vhost_net), or leave the card's datapath out."),
        _ => nic.Model == NicModel.Virtio && context.HasVhostNet && context.Accelerator.Kind == Accelerator.Kvm,
    };

    private static DescriptorSource SourceOf(NicPlug plug) =>
        plug.IsMacvtap ? new MacvtapQueue(plug.Interface, plug.Queues) : new TapQueue(plug.Interface, plug.Queues);

    private static DescriptorValue Each(NicPlug plug, Func<int, DeviceDescriptor> make) =>
        new(DescriptorForm.Number, [.. Enumerable.Range(0, plug.Queues).Select(make)]);

    private static DeviceDescriptor Descriptor(NicDefinition nic, string what, int number, DescriptorSource source) =>
        new(string.Create(CultureInfo.InvariantCulture, $"{nic.Alias}-{what}{number}"), source);
}
