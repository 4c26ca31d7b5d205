using Lodge.Linux.Launch;
using Lodge.Linux.Security;
using Lodge.Model.Primitives;
using Lodge.Model.Vms.Devices;
using Lodge.Qemu.Planning.Devices;

namespace Lodge.Qemu.Planning.Concerns;

/// <summary>Memory shared with other VMs or with programs of the host (ivshmem, docs/specs/ivshmem-spec in QEMU's tree).</summary>
internal static class SharedMemoryArguments
{
    private static readonly ByteSize UsualSize = ByteSize.FromMiB(4);

    public static void Add(PlanBuilder plan, PlanContext context)
    {
        var memories = context.Definition.SharedMemories.OrEmpty();
        for (var i = 0; i < memories.Count; i++)
        {
            var id = memories[i].Alias ?? $"shmem{i}";
            plan.Add(memories[i].Model == SharedMemoryModel.Plain
                ? Plain(context, memories[i], id)
                : Doorbell(context, memories[i], id));
        }
    }

    // QEMU opens the file anew, and every VM has a user of its own: so the file is open to all and its folder to none.
    private static PlannedDevice Plain(PlanContext context, SharedMemoryDefinition memory, string id)
    {
        var size = (memory.Size ?? UsualSize).Bytes;
        var path = context.Paths.SharedMemory(memory.Name);
        var backend = new PlannedObject("memory-backend-file", $"{id}-memory",
        [
            ("mem-path", new DescriptorValue(DescriptorForm.Path, new DeviceDescriptor(id, new SharedFile(path, size)))),
            ("size", size),
            ("share", true),
        ]);
        return new PlannedDevice
        {
            Id = id,
            Backends = [backend],
            Driver = "ivshmem-plain",
            Properties =
            [
                ("memdev", backend.Id),
                ("master", OptionText.Switch(memory.Master == true)),
                .. DevicePlace.Of(context.Definition, memory),
            ],
            Reachable = [new LandlockRule(path, LandlockAccess.ReadWrite)],
        };
    }

    private static PlannedDevice Doorbell(PlanContext context, SharedMemoryDefinition memory, string id)
    {
        var chardev = SocketChardev.Connected($"{id}-server", id, memory.Server!);
        return new PlannedDevice
        {
            Id = id,
            Backends = [chardev],
            Driver = "ivshmem-doorbell",
            Properties =
            [
                ("chardev", chardev.Id),
                ("vectors", (long)(memory.Vectors ?? 1)),
                .. DevicePlace.Of(context.Definition, memory),
            ],
        };
    }
}
