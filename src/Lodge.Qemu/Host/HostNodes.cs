using System.Globalization;
using Lodge.Linux.Devices;
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
    /// <param name="sys">The kernel's tree of devices; null for this host's.</param>
    /// <exception cref="LodgeException">One is missing, or the host cannot give it away.</exception>
    public static IReadOnlyList<string?> Find(VmDefinition definition, Sysfs? sys = null) => Find(definition.HostDevices.OrEmpty(), sys ?? new Sysfs());

    private static IReadOnlyList<string?> Find(IReadOnlyList<HostDeviceDefinition> devices, Sysfs sys) =>
    [
        .. devices.Select((device, i) => device.Source switch
        {
            UsbHostDevice usb => FindUsb(usb, sys) ?? (device.StartupPolicy == StartupPolicy.Optional ? null : throw Missing(usb, i)),
            PciHostDevice pci => GroupOf(sys, $"bus/pci/devices/{pci.Host}", $"PCI device {pci.Host}", $"hostDevices[{i}]"),
            MediatedHostDevice mediated => GroupOf(
                sys, $"bus/mdev/devices/{mediated.Uuid:D}", $"mediated device {mediated.Uuid:D}", $"hostDevices[{i}]"),
            _ => throw new NotSupportedException($"No way to find a {device.Source.GetType().Name}."),
        }),
    ];

    private static string? FindUsb(UsbHostDevice wanted, Sysfs sys)
    {
        foreach (var device in sys.List("bus/usb/devices"))
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

        // Interfaces of devices lie in the same folder and have no such files.
        int? Number(string device, string file, NumberStyles style) =>
            int.TryParse(sys.Read($"bus/usb/devices/{device}/{file}"), style, CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    private static string GroupOf(Sysfs sys, string device, string name, string path)
    {
        if (!sys.HasFolder(device))
        {
            throw new LodgeException(
                ErrorCode.FileNotFound, $"The {name} ({path}) does not exist on this host.", "See 'lspci -D' or /sys/bus/mdev/devices for what there is.");
        }

        return sys.LinkName($"{device}/iommu_group") is { } group
            ? $"/dev/vfio/{group}"
            : throw new LodgeException(
                ErrorCode.Unsupported,
                $"The {name} ({path}) cannot be given to a guest: this host has no IOMMU, or it is switched off.",
                "Switch it on in the firmware (VT-d, AMD-Vi) and on the kernel's command line (intel_iommu=on or amd_iommu=on).");
    }

    private static LodgeException Missing(UsbHostDevice usb, int index) => new(
        ErrorCode.FileNotFound,
        string.Create(
            CultureInfo.InvariantCulture,
            $"The USB device {(usb.Vendor is null ? $"on bus {usb.Bus} device {usb.Device}" : $"{usb.Vendor:x4}:{usb.Product:x4}")} (hostDevices[{index}]) is not plugged into this host."),
        "Plug it in, see 'lsusb', or set its startupPolicy to optional.");
}
