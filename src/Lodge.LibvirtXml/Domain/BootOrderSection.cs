using Lodge.LibvirtXml.Xml;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Devices;
using Lodge.Model.Vms.Platform;

namespace Lodge.LibvirtXml.Domain;

/// <summary>
/// <c>&lt;boot dev&gt;</c>, which names kinds of devices. Lodge has the order on the devices: a kind stands for the first
/// device of it, as QEMU's driver in libvirt takes it. Hard disks alone are what is booted from without any order. Kinds of
/// which the domain has no device yet stay kinds.
/// </summary>
internal static class BootOrderSection
{
    private const string HardDisk = "hd";

    private static readonly Words<BootKind> s_kinds = new(
        (BootKind.Disk, HardDisk), (BootKind.Cdrom, "cdrom"), (BootKind.Floppy, "fd"), (BootKind.Network, "network"));

    public static VmDefinition Apply(Element root, VmDefinition vm)
    {
        var elements = root.NeedChild("os").Children("boot").ToList();
        if (elements.Count == 0)
        {
            return vm;
        }

        if (HasOrder(vm))
        {
            throw elements[0].Unsupported("per-device boot elements cannot be used together with os/boot elements");
        }

        var kinds = elements.Select(boot => s_kinds.Read(boot.Need("dev"), boot, "boot device")).Distinct().ToList();
        return kinds switch
        {
            [BootKind.Disk] => vm,
            _ when kinds.All(kind => BootKinds.First(vm, kind) is not null) => kinds.Index().Aggregate(vm, (all, kind) => Order(all, BootKinds.First(all, kind.Item)!, kind.Index + 1)),
            _ => vm with { Boot = vm.Boot with { Kinds = kinds } },
        };
    }

    public static void Write(XmlOut output, VmDefinition vm)
    {
        foreach (var kind in HasOrder(vm) ? [] : vm.Boot.Kinds ?? [BootKind.Disk])
        {
            using var boot = output.Element("boot");
            output.Attr("dev", s_kinds.Of(kind));
        }
    }

    private static bool HasOrder(VmDefinition vm) =>
        vm.EachDevice().Any(device => device.Device is BootableDevice { BootOrder: not null });

    private static VmDefinition Order(VmDefinition vm, BootableDevice first, int order) => first is NicDefinition
        ? vm with { Nics = [.. vm.Nics.Select(nic => ReferenceEquals(nic, first) ? nic with { BootOrder = order } : nic)] }
        : vm with { Disks = [.. vm.Disks.Select(disk => ReferenceEquals(disk, first) ? disk with { BootOrder = order } : disk)] };
}
