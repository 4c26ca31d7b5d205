using System.Globalization;
using Lodge.Model.Errors;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Devices;

namespace Lodge.Qemu.Host;

/// <summary>
/// Finds what stands for a device of the host below <c>/dev</c>: a USB device by what it is or where it is plugged in, a
/// PCI or mediated device by its IOMMU group (Documentation/driver-api/vfio.rst in the kernel's tree).
/// </summary>
internal static class HostNodes
{
    /// <summary>The nodes of a VM's host devices, in the order of the definition; null for one that is missing and may be.</summary>
    /// <param name="definition">The VM.</param>
    /// <param name="sys">Where sysfs is.</param>
    /// <exception cref="LodgeException">One is missing, or the host cannot give it away.</exception>
    public static IReadOnlyList<string?> Find(VmDefinition definition, string sys = "/sys") =>
    [
        .. definition.HostDevices.OrEmpty().Select((device, i) => device.Source switch
        {
            UsbHostDevice usb => FindUsb(usb, sys) ?? (device.StartupPolicy == StartupPolicy.Optional ? null : throw Missing(usb, i)),
            PciHostDevice pci => GroupOf($"{sys}/bus/pci/devices/{pci.Host}", $"PCI device {pci.Host}", $"hostDevices[{i}]"),
            MediatedHostDevice mediated => GroupOf(
                $"{sys}/bus/mdev/devices/{mediated.Uuid:D}", $"mediated device {mediated.Uuid:D}", $"hostDevices[{i}]"),
            _ => throw new NotSupportedException($"No way to find a {device.Source.GetType().Name}."),
        }),
    ];

    private static string? FindUsb(UsbHostDevice wanted, string sys)
    {
        var folder = $"{sys}/bus/usb/devices";
        foreach (var device in (Directory.Exists(folder) ? Directory.GetDirectories(folder) : []).Order(StringComparer.Ordinal))
        {
            if (Number(device, "busnum", NumberStyles.None) is { } bus
                && Number(device, "devnum", NumberStyles.None) is { } number
                && (wanted.Vendor is null || wanted.Vendor == Number(device, "idVendor", NumberStyles.HexNumber))
                && (wanted.Product is null || wanted.Product == Number(device, "idProduct", NumberStyles.HexNumber))
                && (wanted.Bus is null || (wanted.Bus == bus && wanted.Device == number)))
            {
                return string.Create(CultureInfo.InvariantCulture, $"/dev/bus/usb/{bus:000}/{number:000}");
            }
        }

        return null;
    }

    // Interfaces of devices lie in the same folder and have no such files.
    private static int? Number(string device, string file, NumberStyles style)
    {
        var path = Path.Combine(device, file);
        return File.Exists(path) && int.TryParse(File.ReadAllText(path).AsSpan().Trim(), style, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
    }

    private static string GroupOf(string device, string name, string path)
    {
        if (!Directory.Exists(device))
        {
            throw new LodgeException(
                ErrorCode.FileNotFound, $"The {name} ({path}) does not exist on this host.", "See 'lspci -D' or /sys/bus/mdev/devices for what there is.");
        }

        var group = new FileInfo(Path.Combine(device, "iommu_group")).LinkTarget;
        return group is null
            ? throw new LodgeException(
                ErrorCode.Unsupported,
                $"The {name} ({path}) cannot be given to a guest: this host has no IOMMU, or it is switched off.",
                "Switch it on in the firmware (VT-d, AMD-Vi) and on the kernel's command line (intel_iommu=on or amd_iommu=on).")
            : $"/dev/vfio/{Path.GetFileName(group)}";
    }

    private static LodgeException Missing(UsbHostDevice usb, int index) => new(
        ErrorCode.FileNotFound,
        string.Create(
            CultureInfo.InvariantCulture,
            $"The USB device {(usb.Vendor is null ? $"on bus {usb.Bus} device {usb.Device}" : $"{usb.Vendor:x4}:{usb.Product:x4}")} (hostDevices[{index}]) is not plugged into this host."),
        "Plug it in, see 'lsusb', or set its startupPolicy to optional.");
}
