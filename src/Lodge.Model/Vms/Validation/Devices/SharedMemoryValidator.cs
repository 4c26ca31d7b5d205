using Lodge.Model.Primitives;
using Lodge.Model.Vms.Devices;

namespace Lodge.Model.Vms.Validation.Devices;

/// <summary>Memory shared with other VMs or programs of the host.</summary>
internal static class SharedMemoryValidator
{
    private static readonly ByteSize Least = ByteSize.FromMiB(1);

    public static void Check(VmDefinition definition, Place root)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (place, memory) in root.Each("sharedMemories", definition.SharedMemories))
        {
            var doorbell = memory.Model == SharedMemoryModel.Doorbell;
            place.Word("name", memory.Name);
            place.AddIf(!names.Add(memory.Name), "name", $"is '{memory.Name}', as another shared memory's is already");
            place.PowerOfTwo("size", memory.Size, Least);
            place.Range("vectors", memory.Vectors, 1, 2048);
            place.SocketPath("server", memory.Server);
            place.AddIf(doorbell && memory.Server is null, "server", "is missing: the model 'doorbell' needs an ivshmem-server");
            place.Only(doorbell, "the model 'doorbell'", ("server", memory.Server), ("vectors", memory.Vectors));
            place.Only(!doorbell, "the model 'plain'", ("size", memory.Size), ("master", memory.Master));
        }
    }
}
