using Lodge.Linux.Launch;
using Lodge.Linux.Security;
using Lodge.Model.Vms.Devices;
using Lodge.Model.Vms.Platform;

namespace Lodge.Qemu.Planning.Devices.Nics;

/// <summary>Network cards. A cable that is pulled is told by the monitor.</summary>
internal static class NicDevices
{
    /// <summary>A network card with what it is plugged into.</summary>
    public static PlannedDevice Plan(NicDefinition nic, PlanContext context)
    {
        var backend = NicBackends.Of(nic, context);
        return new PlannedDevice
        {
            Id = nic.Alias!,
            Backends = [backend.Netdev],
            Driver = DriverOf(nic, context.MachineType),
            Properties =
            [
                ("netdev", backend.Netdev.Id),
                .. backend.Queues > 1 ? Queues(backend.Queues, context.MachineType) : [],
                ("mac", nic.Mac),
                .. nic.Model == NicModel.Virtio ? Virtio(nic, backend) : [],
                ("bootindex", context.MachineType == MachineType.Microvm ? null : BootOrder.Of(context.Definition, nic)),
                .. context.MachineType == MachineType.Microvm ? [] : Rom(nic, isBooted: BootOrder.Of(context.Definition, nic) is not null),
                .. DevicePlace.Of(context.Definition, nic),
            ],
            Reachable = [.. Reachable(nic)],
            Companions = backend.Companion is { } companion ? [companion] : [],
        };
    }

    private static string DriverOf(NicDefinition nic, MachineType machine) => nic.Model switch
    {
        NicModel.E1000e => "e1000e",
        NicModel.Rtl8139 => "rtl8139",
        NicModel.E1000 => "e1000",
        _ => VirtioDriver.Of("virtio-net", machine, nic.Virtio),
    };

    // An interrupt each for the two queues of a pair, one for changes of the settings, one for the queue of commands.
    private static OptionMap Queues(int pairs, MachineType machine) =>
        [("mq", true), ("vectors", machine == MachineType.Microvm ? null : (2L * pairs) + 2)];

    private static OptionMap Virtio(NicDefinition nic, NicBackend backend) =>
    [
        ("host_mtu", nic.Mtu ?? backend.Mtu),
        ("rx_queue_size", nic.RxQueueSize),
        ("tx_queue_size", nic.TxQueueSize),
    ];

    // A card that nobody boots from needs no firmware, which would only make each boot longer.
    private static OptionMap Rom(NicDefinition nic, bool isBooted) => nic.Rom switch
    {
        { Enabled: false } => [("romfile", "")],
        { } rom => [("romfile", rom.File is { } file ? RomFile(nic, file) : null), ("rombar", rom.Bar is { } bar ? (bar ? 1L : 0L) : null)],
        null => [("romfile", isBooted ? null : "")],
    };

    private static DescriptorValue RomFile(NicDefinition nic, string file) =>
        new(DescriptorForm.Path, new DeviceDescriptor($"{nic.Alias}-rom", new ReopenedFile(file)));

    private static IEnumerable<LandlockRule> Reachable(NicDefinition nic)
    {
        if (NicBackends.IsOfQemu(nic.Source))
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
