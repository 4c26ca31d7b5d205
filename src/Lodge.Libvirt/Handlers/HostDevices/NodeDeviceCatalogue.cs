using Lodge.Engine.Host;
using Lodge.Libvirt.Errors;
using Lodge.LibvirtXml.Host.Devices;
using Lodge.Model.Host.Devices;

namespace Lodge.Libvirt.Handlers.HostDevices;

/// <summary>The host's devices as clients name and sort them.</summary>
/// <param name="devices">The host's devices.</param>
internal sealed class NodeDeviceCatalogue(HostDeviceService devices)
{
    // Flags of virConnectListAllNodeDevices for the kinds that there are, and those for all kinds that libvirt knows.
    private const uint System = 1;
    private const uint Pci = 2;
    private const uint Usb = 4;
    private const uint Net = 16;
    private const uint Storage = 256;
    private const uint AnyKind = 0x3fffff;
    private const uint Inactive = 1u << 30;
    private const uint Active = 1u << 31;

    /// <summary>All devices.</summary>
    public IReadOnlyList<HostDevice> All() => devices.Read();

    /// <summary>The device with this name.</summary>
    public HostDevice Get(string name) => All().FirstOrDefault(device => device.Name == name)
        ?? throw new LibvirtException(ErrorNumber.NoNodeDevice, ErrorOrigin.Nodedev, $"no node device with matching name '{name}'");

    /// <summary>Those that pass a filter; all that there are, are active.</summary>
    public IEnumerable<HostDevice> Where(uint flags) =>
        All().Where(device => ((flags & AnyKind) == 0 || (flags & Kind(device.Facts)) != 0) && Filters.Passes(flags, Active, Inactive, has: true));

    /// <summary>Names of those that have a capability; of all without one.</summary>
    public IEnumerable<string> Names(string? capability) =>
        All().Where(device => capability is null || Capabilities(device).Contains(capability)).Select(device => device.Name);

    /// <summary>What a device is, in libvirt's words.</summary>
    public static IReadOnlyList<string> Capabilities(HostDevice device) =>
        device.Facts is NetFacts { Mac: not null } ? [NodeDeviceXml.Capability(device.Facts), "80203"] : [NodeDeviceXml.Capability(device.Facts)];

    private static uint Kind(HostDeviceFacts facts) => facts switch
    {
        PciFacts => Pci,
        UsbFacts => Usb,
        NetFacts => Net,
        BlockFacts => Storage,
        _ => System,
    };
}
