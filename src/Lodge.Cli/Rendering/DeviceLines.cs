using System.Globalization;
using Lodge.Model.Json;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Devices;

namespace Lodge.Cli.Rendering;

/// <summary>
/// A VM's other devices, as <c>lodge info</c> shows them: name, what it is, where it sits. Disks and network cards have
/// lines of their own, and controllers are no news.
/// </summary>
internal static class DeviceLines
{
    /// <summary>A line for each device that has its name already.</summary>
    public static IEnumerable<string> Of(VmDefinition definition) => definition.EachDevice()
        .Select(each => each.Device)
        .Where(device => device is not (DiskDefinition or NicDefinition or ControllerDefinition) && device.Alias is not null)
        .Select(device => $"{device.Alias}  {What(device)}{(Place(device.Address) is { } place ? $", {place}" : "")}");

    private static string What(DeviceDefinition device) => device switch
    {
        SerialDefinition serial => $"serial port ({Kebab.Of(serial.Model ?? SerialModel.Isa)}){End(serial)}",
        ParallelDefinition parallel => $"parallel port{End(parallel)}",
        VirtioConsoleDefinition console => $"virtio console{End(console)}",
        ChannelDefinition channel => $"channel {channel.Name}{End(channel)}",
        VideoDefinition video => $"graphics card ({Kebab.Of(video.Model)})",
        InputDefinition input => $"{Kebab.Of(input.Type)}{(input.Bus is { } bus ? $" ({Kebab.Of(bus)})" : "")}",
        SoundDefinition sound => $"sound card ({Kebab.Of(sound.Model)})",
        RngDefinition rng => $"random numbers{(rng.RateBytes is { } bytes ? string.Create(CultureInfo.InvariantCulture, $", {bytes} bytes in {rng.RatePeriod ?? 1000} ms") : "")}",
        WatchdogDefinition watchdog => $"watchdog ({Kebab.Of(watchdog.Model)}, {Kebab.Of(watchdog.Action)})",
        PanicDefinition panic => $"panic notifier ({Kebab.Of(panic.Model)})",
        FileSystemDefinition folder => $"shared folder {folder.Tag}",
        HostDeviceDefinition { Source: PciHostDevice pci } => $"PCI device {pci.Host} of the host",
        HostDeviceDefinition { Source: MediatedHostDevice mediated } => $"mediated device {mediated.Uuid:D} of the host",
        HostDeviceDefinition => "USB device of the host",
        RedirectedDeviceDefinition => "USB redirection",
        HubDefinition => "USB hub",
        SharedMemoryDefinition memory => $"shared memory {memory.Name}",
        TpmDefinition => "TPM 2.0",
        VsockDefinition vsock => $"vsock{(vsock.Cid is { } cid ? string.Create(CultureInfo.InvariantCulture, $", context id {cid}") : "")}",
        BalloonDefinition => "memory balloon",
        IommuDefinition iommu => $"IOMMU ({Kebab.Of(iommu.Model)})",
        _ => "memory",
    };

    private static string End(CharacterDevice device) => device.Backend switch
    {
        null or ManagedBackend => "",
        UnixBackend unix => $" at {unix.Path}",
        TcpBackend tcp => string.Create(CultureInfo.InvariantCulture, $" at {tcp.Host ?? "127.0.0.1"}:{tcp.Port}"),
        FileBackend file => $" to {file.Path}",
        PtyBackend => " at a terminal",
        SpiceBackend => " over SPICE",
        DbusBackend => " over D-Bus",
        _ => " to nowhere",
    };

    private static string? Place(DeviceAddress? address) => address switch
    {
        PciAddress pci => $"PCI {pci}",
        UsbAddress usb => string.Create(CultureInfo.InvariantCulture, $"USB {usb.Bus}-{usb.Port}"),
        VirtioSerialAddress port => string.Create(CultureInfo.InvariantCulture, $"port {port.Controller}.{port.Port}"),
        _ => null,
    };
}
