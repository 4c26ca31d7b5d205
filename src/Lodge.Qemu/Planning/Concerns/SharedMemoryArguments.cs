using Lodge.Linux.Security;
using Lodge.Model.Primitives;
using Lodge.Model.Vms.Devices;

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
            if (memories[i].Model == SharedMemoryModel.Plain)
            {
                AddPlain(plan, context, memories[i], i, id);
            }
            else
            {
                AddDoorbell(plan, context, memories[i], i, id);
            }
        }
    }

    // QEMU opens the file anew, and every VM has a user of its own: so the file is open to all and its folder to none.
    private static void AddPlain(PlanBuilder plan, PlanContext context, SharedMemoryDefinition memory, int index, string id)
    {
        var backend = $"{id}-memory";
        var size = memory.Size ?? UsualSize;
        var path = context.Paths.SharedMemory(memory.Name);
        var file = plan.Pass(backend, new SharedFile(path, size.Bytes));
        plan.Allow(path, LandlockAccess.ReadWrite);
        plan.Add("-object", OptionText.Of(
            "memory-backend-file",
            ("id", backend),
            ("mem-path", $"/proc/self/fd/{PlanBuilder.Text(file)}"),
            ("size", PlanBuilder.Text(size.Bytes)),
            ("share", "on")));
        VirtioDevices.AddSharedMemory(
            plan, "ivshmem-plain", context.MachineType, index, ("id", id), ("memdev", backend), ("master", OptionText.Switch(memory.Master == true)));
    }

    private static void AddDoorbell(PlanBuilder plan, PlanContext context, SharedMemoryDefinition memory, int index, string id)
    {
        var chardev = $"{id}-server";
        plan.Add("-chardev", SocketChardev.Connected(chardev, plan.Pass(id, new CompanionConnection(memory.Server!))));
        VirtioDevices.AddSharedMemory(
            plan, "ivshmem-doorbell", context.MachineType, index, ("id", id), ("chardev", chardev), ("vectors", PlanBuilder.Text(memory.Vectors ?? 1)));
    }
}
