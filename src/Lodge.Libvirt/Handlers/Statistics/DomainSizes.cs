using Lodge.Model.Vms;

namespace Lodge.Libvirt.Handlers.Statistics;

/// <summary>How large a domain is, by its definition. Memory in KiB.</summary>
internal static class DomainSizes
{
    /// <summary>The most memory that it can have, with its modules.</summary>
    public static ulong MaxMemory(VmDefinition definition) => (ulong)(definition.Memory.Size.Bytes + Modules(definition)) >> 10;

    /// <summary>The memory that it shall have now, with its modules.</summary>
    public static ulong Memory(VmDefinition definition) =>
        (ulong)((definition.Memory.Current ?? definition.Memory.Size).Bytes + Modules(definition)) >> 10;

    /// <summary>How many processors it has.</summary>
    public static int Vcpus(VmDefinition definition) => definition.Cpu.Current ?? definition.Cpu.Count;

    private static long Modules(VmDefinition definition) => definition.Memory.Devices?.Sum(module => module.Size.Bytes) ?? 0;
}
