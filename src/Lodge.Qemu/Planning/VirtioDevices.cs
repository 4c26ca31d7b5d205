using Lodge.Model.Vms.Platform;
using Lodge.Qemu.Planning.Devices;

namespace Lodge.Qemu.Planning;

/// <summary>
/// Adds a virtio device the way its board takes it: behind a root port of its own on q35, in a slot on i440FX, on a
/// memory-mapped transport on microvm.
/// </summary>
internal static class VirtioDevices
{
    /// <summary>Adds the disk device of the VM's disk number <paramref name="index"/>.</summary>
    public static void AddDisk(PlanBuilder plan, MachineType machine, int index, params ReadOnlySpan<(string, string?)> options) =>
        Add(plan, "virtio-blk", machine, machine switch
        {
            MachineType.Q35 => Behind(plan, $"diskport{index}", PciLayout.DiskPort(index)),
            MachineType.Pc => new Place("pci.0", PciLayout.PcDisk(index)),
            _ => new Place(PciLayout.MmioDisk(index), null),
        }, options);

    /// <summary>Adds the network device of the VM's card number <paramref name="index"/>.</summary>
    public static void AddNic(PlanBuilder plan, MachineType machine, int index, params ReadOnlySpan<(string, string?)> options) =>
        Add(plan, "virtio-net", machine, machine switch
        {
            MachineType.Q35 => Behind(plan, $"nicport{index}", PciLayout.NicPort(index)),
            MachineType.Pc => new Place("pci.0", PciLayout.PcNic(index)),
            _ => new Place(PciLayout.MmioNic(index), null),
        }, options);

    /// <summary>Driver and place of the VM's shared folder number <paramref name="index"/>; makes the port for it.</summary>
    public static (string Driver, OptionMap Place) FileSystem(PlanBuilder plan, string family, MachineType machine, int index) =>
        (DriverOf(family, machine), machine == MachineType.Q35
            ? OptionsOf(Behind(plan, $"fsport{index}", PciLayout.FileSystemPort(index)))
            : AnyPlace(machine));

    /// <summary>Driver and place of the socket between guest and host; makes the port for it.</summary>
    public static (string Driver, OptionMap Place) Vsock(PlanBuilder plan, MachineType machine) =>
        (DriverOf("vhost-vsock", machine), machine == MachineType.Q35
            ? OptionsOf(Behind(plan, "vsockport", PciLayout.VsockPort))
            : AnyPlace(machine));

    /// <summary>Driver and place of the controller of channels; makes the port for it.</summary>
    public static (string Driver, OptionMap Place) SerialController(PlanBuilder plan, MachineType machine) =>
        (DriverOf("virtio-serial", machine), machine == MachineType.Q35
            ? OptionsOf(Behind(plan, "channelport", PciLayout.ChannelPort))
            : AnyPlace(machine));

    /// <summary>Place of memory shared with others, which is an ordinary PCI device of the board itself.</summary>
    public static OptionMap SharedMemoryPlace(MachineType machine, int index) => machine == MachineType.Q35
        ? [("bus", "pcie.0"), ("addr", PciLayout.SharedMemory(index))]
        : AnyPlace(machine);

    /// <summary>Adds the root ports that stay free for devices plugged in later.</summary>
    public static void AddSparePorts(PlanBuilder plan, MachineType machine)
    {
        for (var i = 0; machine == MachineType.Q35 && i < PciLayout.SparePorts; i++)
        {
            Behind(plan, $"spareport{i}", PciLayout.SparePort(i));
        }
    }

    private static void Add(
        PlanBuilder plan, string family, MachineType machine, Place place, ReadOnlySpan<(string, string?)> options)
    {
        plan.AddDevice(DriverOf(family, machine), [.. options, ("bus", place.Bus), ("addr", place.Address)]);
    }

    // The first place that is free, once disks, cards and screens have theirs.
    private static OptionMap AnyPlace(MachineType machine) => machine == MachineType.Pc ? [("bus", "pci.0")] : [];

    private static OptionMap OptionsOf(Place place) => [("bus", place.Bus), ("addr", place.Address)];

    private static string DriverOf(string family, MachineType machine) =>
        machine == MachineType.Microvm ? $"{family}-device" : $"{family}-pci";

    // The chassis number must differ from port to port; the address makes a good one. No legacy I/O space is set
    // aside: firmware has only enough of it for some 15 ports, and modern virtio needs none.
    private static Place Behind(PlanBuilder plan, string port, string address)
    {
        var (slot, function) = Split(address);
        plan.AddDevice(
            "pcie-root-port",
            ("id", port),
            ("bus", "pcie.0"),
            ("addr", address),
            ("chassis", PlanBuilder.Text((slot * 8) + function)),
            ("io-reserve", "0"),
            ("multifunction", function == 0 ? "on" : null));
        return new Place(port, "0x0");
    }

    private static (int Slot, int Function) Split(string address)
    {
        var parts = address.Split('.');
        return (Convert.ToInt32(parts[0], 16), Convert.ToInt32(parts[1], 16));
    }

    private sealed record Place(string Bus, string? Address);
}
