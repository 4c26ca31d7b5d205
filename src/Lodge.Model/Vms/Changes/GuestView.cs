using Lodge.Model.Vms.Compute;
using Lodge.Model.Vms.Devices;

namespace Lodge.Model.Vms.Changes;

/// <summary>
/// What a guest can see of its VM. A guest that was saved goes on in the middle of its work, so whatever it has seen
/// must be the same when it is brought back; what only the host sees may have changed meanwhile. Pure.
/// </summary>
public static class GuestView
{
    /// <summary>Where a guest would notice that its VM is another one, as paths of the definition's JSON.</summary>
    /// <param name="before">What the guest knows, complete.</param>
    /// <param name="after">What it would find, complete.</param>
    public static IReadOnlyList<string> Differences(VmDefinition before, VmDefinition after) =>
        DefinitionDifference.Paths(Of(before), Of(after));

    // What only the host sees is made the same for all.
    private static VmDefinition Of(VmDefinition definition) => WithoutHostEnds(definition) with
    {
        Name = "",
        Title = null,
        Description = null,
        Tuning = null,
        OnPowerOff = default,
        OnReboot = default,
        OnCrash = default,
        Autostart = false,
        Kept = definition.Kept?.Qemu is { } qemu ? new KeptXml { Qemu = qemu } : null,
        Numa = OfNuma(definition.Numa),

        // Without any display there is another graphics card, or none.
        Graphics = definition.Graphics.Count > 0 ? [new GraphicsDefinition()] : [],
        Balloon = definition.Balloon is { } balloon ? balloon with { StatisticsPeriod = null } : null,
    };

    private static VmDefinition WithoutHostEnds(VmDefinition definition) => definition with
    {
        Disks = [.. definition.Disks.Select(OfDisk)],
        Nics = [.. definition.Nics.Select(OfNic)],
        Serials = [.. definition.Serials.Select(port => port with { Backend = null, LogFile = null })],
        Parallels = definition.Parallels?.Select(port => port with { Backend = null, LogFile = null }).ToList(),
        Consoles = definition.Consoles?.Select(port => port with { Backend = null, LogFile = null }).ToList(),
        Channels = definition.Channels?.Select(port => port with { Backend = null, LogFile = null }).ToList(),
        RedirectedDevices = definition.RedirectedDevices?.Select(port => port with { Backend = null }).ToList(),
        Rngs = definition.Rngs?.Select(rng => rng with { Source = null, RateBytes = null, RatePeriod = null }).ToList(),
        Sounds = definition.Sounds?.Select(card => card with { Audio = null }).ToList(),
        Watchdogs = definition.Watchdogs?.Select(watchdog => watchdog with { Action = default }).ToList(),
    };

    private static DiskDefinition OfDisk(DiskDefinition disk) => disk with
    {
        Source = null,
        Format = null,
        Encryption = null,
        StartupPolicy = null,
        Cache = null,
        Io = null,
        DetectZeroes = null,
        ErrorPolicy = null,
        ReadErrorPolicy = null,
        CopyOnRead = null,
        IoThread = null,
        MetadataCache = null,
        Throttle = null,
    };

    // What a card can do differs between a network of the VM's own and an interface of the host.
    private static NicDefinition OfNic(NicDefinition nic) => nic with
    {
        Source = nic.Source is UserNicSource ? new UserNicSource() : new NetworkNicSource("any"),
        Link = null,
        Bandwidth = null,
        Vlan = null,
        Groups = null,
        Filter = null,
        AntiSpoofing = null,
        Promiscuous = null,
        Isolated = null,
        Interface = null,
    };

    private static NumaDefinition? OfNuma(NumaDefinition? numa) => numa?.Cells is { } cells
        ? new NumaDefinition { Cells = [.. cells.Select(cell => cell with { HostNodes = null, Policy = null })] }
        : null;
}
