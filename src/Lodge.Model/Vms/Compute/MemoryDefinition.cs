using System.Text.Json.Serialization;
using Lodge.Model.Json;
using Lodge.Model.Primitives;

namespace Lodge.Model.Vms.Compute;

/// <summary>Guest memory.</summary>
public sealed record MemoryDefinition
{
    /// <summary>How much there is at start, memory devices not counted: at least 1 MiB, a multiple of 1 MiB.</summary>
    public required ByteSize Size { get; init; }

    /// <summary>How much of it the guest keeps, 1 MiB or more, at most <see cref="Size"/>; the balloon takes the rest. Absent: all. Changes live.</summary>
    public ByteSize? Current { get; init; }

    /// <summary>How much there can be with memory devices, above <see cref="Size"/>. Absent: nothing can be plugged in.</summary>
    public ByteSize? Maximum { get; init; }

    /// <summary>Slots for memory devices, 1 to 256; together with <see cref="Maximum"/>. Absent: 16.</summary>
    public int? Slots { get; init; }

    /// <summary>How the host provides it. Absent: anonymous memory.</summary>
    public MemoryBacking? Backing { get; init; }

    /// <summary>Memory modules besides <see cref="Size"/>. Change live, by plugging.</summary>
    public IReadOnlyList<MemoryDeviceDefinition>? Devices { get; init; }
}

/// <summary>How the host provides memory.</summary>
public sealed record MemoryBacking
{
    /// <summary>Size of the huge pages to use: 2 MiB or 1 GiB on x86-64. Absent: ordinary pages, which the host may join.</summary>
    public ByteSize? HugePages { get; init; }

    /// <summary>Whether it is never swapped out. Absent: no.</summary>
    public bool? Locked { get; init; }

    /// <summary>Whether equal pages are never shared among VMs (KSM). Absent: no.</summary>
    public bool? NoSharePages { get; init; }

    /// <summary>Whether other processes can map it, as vhost-user and virtiofs need. Absent: no, unless a device needs it.</summary>
    public bool? Shared { get; init; }

    /// <summary>Where it comes from. Absent: memfd when it is shared or of huge pages, else anonymous.</summary>
    public MemorySource? Source { get; init; }

    /// <summary>Whether all of it is taken at start. Absent: no; huge pages always are.</summary>
    public bool? Prealloc { get; init; }

    /// <summary>Threads that take it at start, 1 to 256. Absent: 1.</summary>
    public int? PreallocThreads { get; init; }

    /// <summary>Whether its contents are thrown away rather than written back at the end; file only. Absent: no.</summary>
    public bool? Discard { get; init; }
}

/// <summary>Sources of memory.</summary>
[JsonConverter(typeof(KebabEnumConverter<MemorySource>))]
public enum MemorySource
{
    /// <summary>Anonymous.</summary>
    Anonymous = 0,

    /// <summary>A sealed file without a name.</summary>
    Memfd = 1,

    /// <summary>A file.</summary>
    File = 2,
}

/// <summary>A memory module.</summary>
public sealed record MemoryDeviceDefinition : Devices.DeviceDefinition
{
    /// <summary>The kind.</summary>
    public MemoryDeviceModel Model { get; init; }

    /// <summary>How much; a multiple of the block, for a DIMM of 2 MiB.</summary>
    public required ByteSize Size { get; init; }

    /// <summary>Guest NUMA node, 0 or more. Absent: 0.</summary>
    public int? Node { get; init; }

    /// <summary>virtio-mem: how much of it the guest shall have now, 0 to the size, a multiple of the block. Absent: all. Changes live.</summary>
    public ByteSize? Requested { get; init; }

    /// <summary>virtio-mem: unit of plugging, a power of two, at least the page. Absent: 2 MiB.</summary>
    public ByteSize? Block { get; init; }

    /// <summary>NVDIMM and virtio-pmem: absolute path of the file or device behind it.</summary>
    public string? Path { get; init; }

    /// <summary>NVDIMM: size of the label area, at least 128 KiB. Absent: none.</summary>
    public ByteSize? LabelSize { get; init; }

    /// <summary>Size of the huge pages to use: 2 MiB or 1 GiB. Absent: as the VM's memory.</summary>
    public ByteSize? HugePages { get; init; }

    /// <summary>Host NUMA nodes to take it from, such as <c>0-1</c>. Absent: as the guest's node.</summary>
    public string? HostNodes { get; init; }
}

/// <summary>Kinds of memory modules.</summary>
[JsonConverter(typeof(KebabEnumConverter<MemoryDeviceModel>))]
public enum MemoryDeviceModel
{
    /// <summary>A DIMM.</summary>
    Dimm = 0,

    /// <summary>virtio-mem, which grows and shrinks.</summary>
    VirtioMem = 1,

    /// <summary>A DIMM that keeps its contents.</summary>
    Nvdimm = 2,

    /// <summary>virtio-pmem.</summary>
    VirtioPmem = 3,
}
