using Lodge.Api.Contracts.Devices;
using Lodge.Model.Json;
using Lodge.Model.Vms.Devices;

namespace Lodge.Cli.Rendering;

/// <summary>The table of <c>lodge devices</c>.</summary>
internal static class DeviceTable
{
    /// <summary>One row a device.</summary>
    public static string Render(IReadOnlyList<DeviceSummary> devices, Style style)
    {
        var table = new Table(style, "ALIAS", "KIND", "NAME", "BUS", "ADDRESS", "WHEN", "DETAIL");
        var isRunning = devices.Any(device => device.IsRunning);
        foreach (var device in devices)
        {
            table.Add(
                device.Alias ?? "–",
                Kebab.Of(device.Kind),
                Printable.Text(device.Name ?? ""),
                device.Bus ?? "",
                AddressOf(device.Address),
                When(device, isRunning),
                Printable.Text(device.Detail ?? ""));
        }

        return table.ToString();
    }

    private static string When(DeviceSummary device, bool isRunning) => (device.IsRunning, device.IsDefined) switch
    {
        (true, true) => "",
        (true, false) => "until it stops",
        _ when isRunning => "next start",
        _ => "",
    };

    private static string AddressOf(DeviceAddress? address) => address switch
    {
        PciAddress pci => pci.ToString(),
        DriveAddress drive => FormattableString.Invariant($"{drive.Controller}:{drive.Bus}:{drive.Target}:{drive.Unit}"),
        UsbAddress usb => FormattableString.Invariant($"usb {usb.Bus}.{usb.Port}"),
        VirtioSerialAddress port => FormattableString.Invariant($"serial {port.Controller}.{port.Port}"),
        IsaAddress { IoBase: { } first } => $"isa 0x{first:x}",
        MmioAddress mmio => FormattableString.Invariant($"mmio {mmio.Transport}"),
        DimmAddress dimm => FormattableString.Invariant($"slot {dimm.Slot}"),
        _ => "",
    };
}
