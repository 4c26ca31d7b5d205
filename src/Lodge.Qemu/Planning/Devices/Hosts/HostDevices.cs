using System.Globalization;
using Lodge.Linux.Launch;
using Lodge.Linux.Security;
using Lodge.Model.Vms.Devices;

namespace Lodge.Qemu.Planning.Devices.Hosts;

/// <summary>
/// Devices of the host that the guest gets for itself. A USB device is handed over open; VFIO's are opened by QEMU, since
/// what it opens there is more than a file.
/// </summary>
internal static class HostDevices
{
    /// <summary>QEMU's driver of USB devices.</summary>
    public const string UsbDriver = "usb-host";

    /// <summary>QEMU's driver of VFIO's devices.</summary>
    public const string VfioDriver = "vfio-pci";

    private const string MediatedFolder = "/sys/bus/mdev/devices";
    private const string PciFolder = "/sys/bus/pci/devices";

    /// <summary>Plans a device; null for a USB device that is missing and may be.</summary>
    /// <param name="context">The VM.</param>
    /// <param name="device">The device.</param>
    /// <param name="index">Its place among the VM's host devices.</param>
    public static PlannedDevice? Of(PlanContext context, HostDeviceDefinition device, int index)
    {
        var alias = device.Alias ?? $"hostdev{index}";
        var node = context.HostNodes.ElementAtOrDefault(index);
        return device.Source switch
        {
            UsbHostDevice => node is null ? null : Usb(context, device, alias, node),
            PciHostDevice pci => Vfio(
                context, device, alias, node, $"{PciFolder}/{pci.Host}", [("host", pci.Host), .. Rom(device, alias)]),
            MediatedHostDevice mediated => Vfio(
                context, device, alias, node, SysfsOf(mediated), [("sysfsdev", SysfsOf(mediated)), ("display", device.Display == true ? "on" : null)]),
            _ => throw new NotSupportedException($"No plan for a {device.Source.GetType().Name}."),
        };
    }

    /// <summary>QEMU's driver.</summary>
    public static string DriverOf(HostDeviceDefinition device) => device.Source is UsbHostDevice ? UsbDriver : VfioDriver;

    /// <summary>Whether a device reaches the guest's memory by itself, which must then stay where it is.</summary>
    public static bool NeedsLockedMemory(HostDeviceDefinition device) => device.Source is PciHostDevice or MediatedHostDevice;

    private static string SysfsOf(MediatedHostDevice mediated) =>
        string.Create(CultureInfo.InvariantCulture, $"{MediatedFolder}/{mediated.Uuid:D}");

    private static PlannedDevice Usb(PlanContext context, HostDeviceDefinition device, string alias, string node) => new()
    {
        Id = alias,
        Driver = UsbDriver,
        Properties =
        [
            .. DevicePlace.Of(context.Definition, device),
            ("hostdevice", new DescriptorValue(DescriptorForm.Set, new DeviceDescriptor(alias, new OpenedDevice(node)))),
            ("bootindex", device.BootOrder),
        ],
        Reachable =
        [
            new("/sys/bus/usb/devices", LandlockAccess.ReadOnly, Optional: true),
            new("/dev/bus/usb", LandlockAccess.ReadOnly, Optional: true),
        ],
    };

    private static PlannedDevice Vfio(
        PlanContext context, HostDeviceDefinition device, string alias, string? group, string sysfs, OptionMap source) => new()
    {
        Id = alias,
        Driver = VfioDriver,
        Properties = [.. source, .. DevicePlace.Of(context.Definition, device), ("bootindex", device.BootOrder)],
        Reachable =
        [
            new("/dev/vfio/vfio", LandlockAccess.Device),
            .. group is null ? Array.Empty<LandlockRule>() : [new(group, LandlockAccess.Device)],
            new(sysfs, LandlockAccess.ReadOnly),
            .. device.Rom?.File is { } rom ? [new(rom, LandlockAccess.ReadOnly)] : Array.Empty<LandlockRule>(),
        ],
    };

    // An empty name means that there is no firmware.
    private static OptionMap Rom(HostDeviceDefinition device, string alias) =>
    [
        ("rombar", device.Rom?.Bar is { } bar ? (bar ? 1 : 0) : null),
        ("romfile", device.Rom switch
        {
            { Enabled: false } => "",
            { File: { } file } => new DescriptorValue(DescriptorForm.Path, new DeviceDescriptor($"{alias}-rom", new ReopenedFile(file))),
            _ => null,
        }),
    ];
}
