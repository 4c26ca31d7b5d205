using Lodge.Linux.Launch;
using Lodge.Linux.Security;
using Lodge.Model.Vms.Devices;
using Lodge.Model.Vms.Platform;

namespace Lodge.Qemu.Planning.Devices;

/// <summary>Network cards and what they are plugged into. A cable that is pulled is told by the monitor.</summary>
internal static class NicDevices
{
    /// <summary>A network card.</summary>
    public static PlannedDevice Plan(NicDefinition nic, PlanContext context)
    {
        var backend = Backend(nic);
        return new PlannedDevice
        {
            Id = nic.Alias!,
            Backends = [backend],
            Driver = DriverOf(nic, context.MachineType),
            Properties =
            [
                ("netdev", backend.Id),
                ("mac", nic.Mac),
                .. nic.Model == NicModel.Virtio ? Virtio(nic) : [],
                ("bootindex", context.MachineType == MachineType.Microvm ? null : BootOrder.Of(context.Definition, nic)),
                .. context.MachineType == MachineType.Microvm ? [] : Rom(nic),
                .. DevicePlace.Of(context.Definition, nic),
            ],
            Reachable = [.. Reachable(nic)],
        };
    }

    private static PlannedNetdev Backend(NicDefinition nic) => nic.Source switch
    {
        UserNicSource => new PlannedNetdev("user", $"host{nic.Alias}", []),
        var source => throw new NotSupportedException($"No plan for a network card on a {source.GetType().Name}."),
    };

    private static string DriverOf(NicDefinition nic, MachineType machine) => nic.Model switch
    {
        NicModel.E1000e => "e1000e",
        NicModel.Rtl8139 => "rtl8139",
        NicModel.E1000 => "e1000",
        _ => VirtioDriver.Of("virtio-net", machine, nic.Virtio),
    };

    // QEMU's own network has one queue; queues of host networks come with them.
    private static OptionMap Virtio(NicDefinition nic) =>
    [
        ("host_mtu", nic.Mtu),
        ("rx_queue_size", nic.RxQueueSize),
        ("tx_queue_size", nic.TxQueueSize),
    ];

    // A card that nobody boots from needs no firmware, which would only make each boot longer.
    private static OptionMap Rom(NicDefinition nic) => nic.Rom switch
    {
        { Enabled: false } => [("romfile", "")],
        { } rom => [("romfile", rom.File is { } file ? RomFile(nic, file) : null), ("rombar", rom.Bar is { } bar ? (bar ? 1L : 0L) : null)],
        null => [("romfile", nic.BootOrder is null ? "" : null)],
    };

    private static DescriptorValue RomFile(NicDefinition nic, string file) =>
        new(DescriptorForm.Path, new DeviceDescriptor($"{nic.Alias}-rom", new ReopenedFile(file)));

    private static IEnumerable<LandlockRule> Reachable(NicDefinition nic)
    {
        if (nic.Source is UserNicSource)
        {
            // Whom QEMU's own network asks for names.
            yield return new LandlockRule("/etc/resolv.conf", LandlockAccess.ReadOnly, Optional: true);
        }

        if (nic.Rom?.File is { } file)
        {
            yield return new LandlockRule(file, LandlockAccess.ReadOnly);
        }
    }
}
