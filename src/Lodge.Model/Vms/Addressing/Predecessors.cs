using Lodge.Model.Vms.Compute;
using Lodge.Model.Vms.Devices;

namespace Lodge.Model.Vms.Addressing;

/// <summary>
/// Finds for each device the one that it was before, and takes over from it what must never change: alias, address,
/// the name of a disk, the MAC address of a card.
/// </summary>
internal static class Predecessors
{
    /// <summary>The devices of <paramref name="definition"/> with what earlier ones were given.</summary>
    public static List<DeviceDefinition> Keep(VmDefinition definition, VmDefinition? previous)
    {
        var devices = definition.EachDevice().Select(device => device.Device).ToList();
        if (previous is null)
        {
            return devices;
        }

        var moves = previous.Machine.Type != definition.Machine.Type;
        var earlier = previous.EachDevice().Select(device => device.Device).ToLookup(device => device.GetType());
        foreach (var kind in devices.Select((device, index) => (device, index)).GroupBy(pair => pair.device.GetType()).ToList())
        {
            var (now, before) = (kind.ToList(), earlier[kind.Key].ToList());
            var pairs = Pair([.. now.Select(pair => pair.device)], before);
            for (var i = 0; i < now.Count; i++)
            {
                devices[now[i].index] = pairs[i] is not { } old ? now[i].device
                    : moves ? Moved(now[i].device, old)
                    : Kept(now[i].device, old, (definition, i), (previous, before.IndexOf(old)));
            }
        }

        return devices;
    }

    private static DeviceDefinition?[] Pair(List<DeviceDefinition> now, List<DeviceDefinition> before)
    {
        var (pairs, free) = (new DeviceDefinition?[now.Count], before.ToHashSet<DeviceDefinition>(ReferenceEqualityComparer.Instance));
        void Match(Func<int, DeviceDefinition?> find)
        {
            for (var i = 0; i < now.Count; i++)
            {
                if (pairs[i] is null && find(i) is { } found && free.Remove(found))
                {
                    pairs[i] = found;
                }
            }
        }

        Match(i => now[i].Alias is { } alias ? before.Find(old => old.Alias == alias) : null);
        Match(i => KeyOf(now[i]) is { } key ? before.Find(old => free.Contains(old) && key.Equals(KeyOf(old))) : null);
        Match(i => i < before.Count && IsSame(now[i], before[i]) ? before[i] : null);
        Match(i => before.Find(old => free.Contains(old) && IsSame(now[i], old)));
        Match(i => i < before.Count && now[i] is NicDefinition { Alias: null, Mac: null } ? before[i] : null);
        return pairs;
    }

    // What tells one device from another of its kind besides the alias; null for nothing.
    private static object? KeyOf(DeviceDefinition device) => device switch
    {
        DiskDefinition disk => disk.Name,
        NicDefinition nic => nic.Mac?.ToLowerInvariant(),
        ChannelDefinition channel => channel.Name,
        FileSystemDefinition fileSystem => fileSystem.Tag,
        SharedMemoryDefinition memory => memory.Name,
        HostDeviceDefinition host => host.Source,
        ControllerDefinition { Index: { } index } controller => (controller.Type, index),
        TpmDefinition or VsockDefinition or BalloonDefinition or IommuDefinition => device.GetType(),
        _ => null,
    };

    private static bool IsSame(DeviceDefinition now, DeviceDefinition before) =>
        now.Alias is null && (now, before) switch
        {
            (DiskDefinition { Name: null } disk, DiskDefinition old) => disk.Source == old.Source && disk.Device == old.Device,
            (DiskDefinition, _) => false,
            (NicDefinition { Mac: not null }, _) => false,
            (NicDefinition, _) => Bare(now) == Bare(before),
            (ControllerDefinition { Index: null } controller, ControllerDefinition old) => Bare(controller with { Index = old.Index }) == Bare(old),
            _ => KeyOf(now) is null && Bare(now) == Bare(before),
        };

    private static DeviceDefinition Bare(DeviceDefinition device) => device switch
    {
        NicDefinition nic => nic with { Alias = null, Address = null, Mac = null },
        MemoryDeviceDefinition memory => memory with { Alias = null, Address = null, Requested = null },
        _ => device with { Alias = null, Address = null },
    };

    private static DeviceDefinition Kept(
        DeviceDefinition now, DeviceDefinition old, (VmDefinition Vm, int Index) nowIn, (VmDefinition Vm, int Index) oldIn)
    {
        var fits = PlaceKinds.Of(now, nowIn.Vm.Machine.Type, nowIn.Index == 0)
            == PlaceKinds.Of(old, oldIn.Vm.Machine.Type, oldIn.Index == 0);
        var address = fits ? now.Address ?? old.Address
            : now.Address == old.Address ? null
            : now.Address;
        return Named(now with { Alias = now.Alias ?? old.Alias, Address = address }, old);
    }

    // Another board has other places; only addresses that somebody just wrote count there.
    private static DeviceDefinition Moved(DeviceDefinition now, DeviceDefinition old) => Named(
        now with { Alias = now.Alias ?? old.Alias, Address = now.Address == old.Address ? null : now.Address }, old);

    private static DeviceDefinition Named(DeviceDefinition now, DeviceDefinition old) => (now, old) switch
    {
        (DiskDefinition disk, DiskDefinition was) => disk with
        {
            Name = disk.Name ?? was.Name,
            Format = disk.Format ?? (disk.Source == was.Source ? was.Format : null),
        },
        (NicDefinition nic, NicDefinition was) => nic with { Mac = nic.Mac ?? was.Mac },
        (ControllerDefinition controller, ControllerDefinition was) => controller with { Index = controller.Index ?? was.Index },
        _ => now,
    };
}
