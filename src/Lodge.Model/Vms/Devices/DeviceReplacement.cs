namespace Lodge.Model.Vms.Devices;

/// <summary>Puts devices back into the lists of a definition.</summary>
public static class DeviceReplacement
{
    /// <summary>The definition with these devices instead of its own; each goes to the list of its type, in the order given.</summary>
    /// <param name="definition">The definition. A list that it leaves out stays so while there is no device for it.</param>
    /// <param name="devices">All devices.</param>
    public static VmDefinition WithDevices(this VmDefinition definition, IReadOnlyList<DeviceDefinition> devices)
    {
        IReadOnlyList<T>? Of<T>(IReadOnlyList<T>? before)
        {
            var now = devices.OfType<T>().ToArray();
            return now.Length == 0 && before is null ? null : now;
        }

        return definition with
        {
            Controllers = Of(definition.Controllers),
            Disks = Of(definition.Disks)!,
            Nics = Of(definition.Nics)!,
            Serials = Of(definition.Serials)!,
            Parallels = Of(definition.Parallels),
            Consoles = Of(definition.Consoles),
            Channels = Of(definition.Channels),
            FileSystems = Of(definition.FileSystems),
            Hubs = Of(definition.Hubs),
            Inputs = Of(definition.Inputs),
            Videos = Of(definition.Videos),
            Sounds = Of(definition.Sounds),
            HostDevices = Of(definition.HostDevices),
            RedirectedDevices = Of(definition.RedirectedDevices),
            Watchdogs = Of(definition.Watchdogs),
            Rngs = Of(definition.Rngs),
            Panics = Of(definition.Panics),
            SharedMemories = Of(definition.SharedMemories),
            Memory = definition.Memory with { Devices = Of(definition.Memory.Devices) },
            Tpm = devices.OfType<TpmDefinition>().FirstOrDefault(),
            Vsock = devices.OfType<VsockDefinition>().FirstOrDefault(),
            Balloon = devices.OfType<BalloonDefinition>().FirstOrDefault(),
            Iommu = devices.OfType<IommuDefinition>().FirstOrDefault(),
        };
    }
}
