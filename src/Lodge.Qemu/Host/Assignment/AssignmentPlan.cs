using Lodge.Engine.Ports;
using Lodge.Linux.Devices;
using Lodge.Model.Errors;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Devices;

namespace Lodge.Qemu.Host.Assignment;

/// <summary>
/// What has to be done so that a VM gets its PCI and mediated devices: functions leave their drivers for vfio-pci, and
/// the nodes of their groups go to the VM's user. Only looks; the kernel's side is Documentation/driver-api/vfio.rst.
/// </summary>
internal static class AssignmentPlan
{
    /// <summary>The driver that hands functions to user space.</summary>
    public const string VfioDriver = "vfio-pci";

    private const string StubDriver = "pci-stub";

    /// <summary>What the VM borrows of the host; nothing for a VM without such devices.</summary>
    /// <param name="definition">The VM.</param>
    /// <param name="sys">The host's devices.</param>
    /// <param name="ownerOf">Who owns a node now; null when it is not there yet.</param>
    /// <exception cref="LodgeException">A device cannot be given away without harm to the host.</exception>
    public static IReadOnlyList<HostLoan> Of(VmDefinition definition, Sysfs sys, Func<string, uint?> ownerOf)
    {
        var loans = new List<HostLoan>();
        var own = definition.HostDevices.OrEmpty().Select(device => device.Source).OfType<PciHostDevice>()
            .Select(pci => pci.Host).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var (device, i) in definition.HostDevices.OrEmpty().Select((device, i) => (device, i)))
        {
            if (device.Source is PciHostDevice pci && PciFunction.Read(sys, pci.Host) is { Group: { } group } function)
            {
                ThrowIfUnfit(function, device, $"hostDevices[{i}]", sys);
                ThrowIfShared(function, group, own, $"hostDevices[{i}]", sys);
                if (!IsVfio(function.Driver))
                {
                    loans.Add(new HostLoan(function.Address, function.Driver));
                }
            }
        }

        var nodes = HostNodes.Find(Assigned(definition), sys).OfType<string>().Distinct();
        return [.. loans, .. nodes.Select(node => new HostLoan(null, null, node, ownerOf(node) ?? 0))];
    }

    /// <summary>Whether a driver is one of VFIO's.</summary>
    public static bool IsVfio(string? driver) => driver?.Contains("vfio", StringComparison.Ordinal) == true;

    private static VmDefinition Assigned(VmDefinition definition) => definition with
    {
        HostDevices = [.. definition.HostDevices.OrEmpty().Where(device => device.Source is PciHostDevice or MediatedHostDevice)],
    };

    private static void ThrowIfUnfit(PciFunction function, HostDeviceDefinition device, string path, Sysfs sys)
    {
        if (function.IsBridge)
        {
            throw new LodgeException(
                ErrorCode.Unsupported, $"PCI device {function.Address} ({path}) is a bridge, which stays with the host.", "Name the device behind it.");
        }

        if (IsVfio(function.Driver))
        {
            return;
        }

        if (device.Managed == false)
        {
            throw new LodgeException(
                ErrorCode.InvalidState,
                $"PCI device {function.Address} ({path}) has {Words(function.Driver)}, and the VM says that Lodge is not to change that.",
                $"Bind it to {VfioDriver} first, or leave 'managed' out.");
        }

        if (!sys.HasFolder($"bus/pci/drivers/{VfioDriver}"))
        {
            throw new LodgeException(
                ErrorCode.Unsupported,
                $"PCI device {function.Address} ({path}) cannot be given to a guest: the kernel's driver {VfioDriver} is not loaded.",
                "Load it with 'modprobe vfio-pci', and name it in /etc/modules-load.d for the next boot.");
        }
    }

    // Devices of a group can reach each other's memory, so that a group is in one hand, or in none.
    private static void ThrowIfShared(PciFunction function, string group, HashSet<string> own, string path, Sysfs sys)
    {
        var others = PciFunction.OfGroup(sys, group)
            .Where(other => !other.IsBridge && !own.Contains(other.Address) && !IsVfio(other.Driver) && other.Driver != StubDriver)
            .ToArray();
        if (others.Length > 0)
        {
            throw new LodgeException(
                ErrorCode.InvalidState,
                $"PCI device {function.Address} ({path}) cannot be given to a guest: its IOMMU group {group} also holds "
                + $"{string.Join(", ", others.Select(other => $"{other.Address} with {Words(other.Driver)}"))}.",
                $"Give all devices of the group to this VM, or bind the others to {VfioDriver}. Another slot may have a group of its own.");
        }
    }

    private static string Words(string? driver) => driver is null ? "no driver" : $"the host's driver {driver}";
}
