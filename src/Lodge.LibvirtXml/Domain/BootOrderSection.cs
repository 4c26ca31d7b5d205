using Lodge.LibvirtXml.Xml;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Devices;

namespace Lodge.LibvirtXml.Domain;

/// <summary>
/// <c>&lt;boot dev&gt;</c>, which names kinds of devices. Lodge has the order on the devices: a kind stands for the first
/// device of it, as QEMU's driver in libvirt takes it. Hard disks alone are what is booted from without any order.
/// </summary>
internal static class BootOrderSection
{
    private const string HardDisk = "hd";

    public static VmDefinition Apply(Element root, VmDefinition vm)
    {
        var kinds = root.NeedChild("os").Children("boot").Select(boot => (Name: boot.Need("dev"), Element: boot)).ToList();
        if (kinds.Count == 0)
        {
            return vm;
        }

        if (HasOrder(vm))
        {
            throw kinds[0].Element.Unsupported("per-device boot elements cannot be used together with os/boot elements");
        }

        if (kinds.All(kind => kind.Name == HardDisk))
        {
            return vm;
        }

        var order = 0;
        foreach (var (name, element) in kinds)
        {
            vm = Order(vm, name, element, ++order);
        }

        return vm;
    }

    public static void Write(XmlOut output, VmDefinition vm)
    {
        if (!HasOrder(vm))
        {
            using var boot = output.Element("boot");
            output.Attr("dev", HardDisk);
        }
    }

    private static bool HasOrder(VmDefinition vm) =>
        vm.EachDevice().Any(device => device.Device is BootableDevice { BootOrder: not null });

    private static VmDefinition Order(VmDefinition vm, string kind, Element element, int order) => kind switch
    {
        HardDisk => vm with { Disks = Disks(vm, order, DiskDevice.Disk, DiskDevice.Lun) },
        "cdrom" => vm with { Disks = Disks(vm, order, DiskDevice.Cdrom) },
        "fd" => vm with { Disks = Disks(vm, order, DiskDevice.Floppy) },
        "network" => vm with { Nics = First(vm.Nics, _ => true, nic => nic with { BootOrder = order }) },
        _ => throw element.Invalid($"unknown boot device '{kind}'"),
    };

    private static IReadOnlyList<DiskDefinition> Disks(VmDefinition vm, int order, params DiskDevice[] kinds) =>
        First(vm.Disks, disk => kinds.Contains(disk.Device), disk => disk with { BootOrder = order });

    private static IReadOnlyList<T> First<T>(IReadOnlyList<T> devices, Func<T, bool> fits, Func<T, T> change)
    {
        var place = devices.ToList().FindIndex(device => fits(device));
        return place < 0 ? devices : [.. devices.Take(place), change(devices[place]), .. devices.Skip(place + 1)];
    }
}
