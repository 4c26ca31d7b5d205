using Lodge.Model.Errors;
using Lodge.Model.Host;
using Lodge.Model.Primitives;
using Lodge.Model.Vms.Platform;

namespace Lodge.Engine.Ports;

/// <summary>What the host's processors and memory do at this moment. Each call reads the kernel's files anew.</summary>
public interface IHostMeters
{
    /// <summary>What the host is called by programs that know many: its firmware's UUID, else that of the installation.</summary>
    Guid MachineId { get; }

    /// <summary>Clock of the first processor, MHz; 0 when the kernel does not tell.</summary>
    int Megahertz { get; }

    /// <summary>Numbers of all processors that are there, online or not.</summary>
    CpuSet PresentCpus { get; }

    /// <summary>How the time was spent.</summary>
    /// <param name="cpu">Number of a processor that is online; null for all together.</param>
    /// <exception cref="LodgeException"><see cref="ErrorCode.InvalidArgument"/>: there is no such processor.</exception>
    HostCpuTimes ReadCpuTimes(int? cpu);

    /// <summary>What the memory is used for.</summary>
    /// <param name="node">Number of a NUMA node; null for the whole host.</param>
    /// <exception cref="LodgeException"><see cref="ErrorCode.InvalidArgument"/>: there is no such node.</exception>
    HostMemoryFigures ReadMemory(int? node);

    /// <summary>How equal pages are merged; null where the kernel cannot.</summary>
    PageMerging? ReadPageMerging();

    /// <summary>Changes how equal pages are merged.</summary>
    /// <exception cref="LodgeException">The kernel cannot, or refused.</exception>
    void Change(PageMergingChange change);

    /// <summary>What the host's firmware tells of its maker.</summary>
    SmbiosDefinition ReadSmbios();
}
