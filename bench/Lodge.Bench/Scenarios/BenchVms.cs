using Lodge.Model.Primitives;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Compute;
using Lodge.Model.Vms.Devices;

namespace Lodge.Bench.Scenarios;

/// <summary>The VMs that are measured.</summary>
internal static class BenchVms
{
    /// <summary>As people have them: a qcow2 disk, a network card, a console, 512 MiB.</summary>
    public static VmDefinition Usual(string name, string disk) => new()
    {
        Name = name,
        Disks = [new DiskDefinition { Source = new FileDiskSource { Path = disk }, Format = DiskFormat.Qcow2 }],
        Nics = [new NicDefinition()],
    };

    /// <summary>Nothing but a console.</summary>
    public static VmDefinition Plain(string name) => new() { Name = name };

    /// <summary>The least that runs, for many at once.</summary>
    public static VmDefinition Small(string name) => Plain(name) with { Memory = new MemoryDefinition { Size = ByteSize.FromMiB(16) } };
}
