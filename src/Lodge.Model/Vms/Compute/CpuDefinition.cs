using System.Text.Json.Serialization;
using Lodge.Model.Json;

namespace Lodge.Model.Vms.Compute;

/// <summary>Virtual processors.</summary>
public sealed record CpuDefinition
{
    /// <summary>One processor, unless told otherwise.</summary>
    // A constructor, since the JSON generator overwrites the initializers of init-only properties that a text leaves out.
    [JsonConstructor]
    public CpuDefinition(int count = 1) => Count = count;

    /// <summary>How many the guest can have at most, 1 to 4,096; the machine type and QEMU may allow fewer.</summary>
    public int Count { get; init; }

    /// <summary>How many are there at start, 1 to <see cref="Count"/>. Absent: all. Changes live, by plugging.</summary>
    public int? Current { get; init; }

    /// <summary>Single processors that differ. Absent: the first <see cref="Current"/> are there, all but the first can be unplugged.</summary>
    public IReadOnlyList<VcpuDefinition>? Vcpus { get; init; }

    /// <summary>What the guest sees. Absent: custom with a <see cref="Model"/>; else host-passthrough under KVM, maximum under TCG.</summary>
    public CpuMode? Mode { get; init; }

    /// <summary>
    /// A QEMU CPU model such as <c>EPYC</c>, for the mode custom; also <c>host</c> (host-passthrough) and <c>max</c>
    /// (maximum). With host-model: what it was expanded to, kept so that the VM can migrate.
    /// </summary>
    public string? Model { get; init; }

    /// <summary>Custom: whether a near model may stand in for one that this host lacks. Absent: yes.</summary>
    public bool? AllowFallback { get; init; }

    /// <summary>Custom: what becomes of features that the host has and the model lacks. Absent: exact.</summary>
    public CpuMatch? Match { get; init; }

    /// <summary>Vendor that the guest reads, 12 characters such as <c>AuthenticAMD</c>. Absent: the model's.</summary>
    public string? Vendor { get; init; }

    /// <summary>Features that differ from the model's, each once.</summary>
    public IReadOnlyList<CpuFeature>? Features { get; init; }

    /// <summary>How the processors are arranged. Absent: one socket with <see cref="Count"/> cores.</summary>
    public CpuTopology? Topology { get; init; }

    /// <summary>The processor's caches as the guest sees them. Absent: as the mode implies.</summary>
    public CpuCache? Cache { get; init; }

    /// <summary>Bits of a guest-physical address, 32 to 64; 0: the host's. Absent: the model's.</summary>
    public int? PhysicalAddressBits { get; init; }

    /// <summary>host-passthrough: whether features that stop a migration are left out. Absent: yes.</summary>
    public bool? Migratable { get; init; }
}

/// <summary>What of a processor the guest sees.</summary>
[JsonConverter(typeof(KebabEnumConverter<CpuMode>))]
public enum CpuMode
{
    /// <summary>A named model.</summary>
    Custom = 0,

    /// <summary>The host's processor; needs KVM.</summary>
    HostPassthrough = 1,

    /// <summary>The named model and features nearest to the host's, written down when the VM is defined, so that it migrates.</summary>
    HostModel = 2,

    /// <summary>All that the accelerator can do.</summary>
    Maximum = 3,
}

/// <summary>What becomes of features that the host has and the model lacks.</summary>
[JsonConverter(typeof(KebabEnumConverter<CpuMatch>))]
public enum CpuMatch
{
    /// <summary>They are hidden.</summary>
    Exact = 0,

    /// <summary>They are shown.</summary>
    Minimum = 1,

    /// <summary>The start fails.</summary>
    Strict = 2,
}

/// <summary>A feature of a processor.</summary>
/// <param name="Name">As QEMU names it, such as <c>avx2</c>.</param>
/// <param name="Policy">What the guest gets.</param>
public sealed record CpuFeature(string Name, CpuFeaturePolicy Policy = CpuFeaturePolicy.Require);

/// <summary>What a guest gets of a feature.</summary>
[JsonConverter(typeof(KebabEnumConverter<CpuFeaturePolicy>))]
public enum CpuFeaturePolicy
{
    /// <summary>It is there; the start fails on a host without it.</summary>
    Require = 0,

    /// <summary>It is said to be there, whether the host has it or not.</summary>
    Force = 1,

    /// <summary>It is there when the host has it.</summary>
    Optional = 2,

    /// <summary>It is hidden.</summary>
    Disable = 3,

    /// <summary>It is hidden; the start fails on a host that has it.</summary>
    Forbid = 4,
}

/// <summary>An arrangement of processors. The product of all is the VM's <c>cpu.count</c>.</summary>
/// <param name="Sockets">1 or more.</param>
/// <param name="Dies">In a socket, 1 or more.</param>
/// <param name="Cores">In a die, 1 or more.</param>
/// <param name="Threads">In a core, 1 or more.</param>
public sealed record CpuTopology(int Sockets = 1, int Dies = 1, int Cores = 1, int Threads = 1);

/// <summary>Caches as the guest sees them.</summary>
[JsonConverter(typeof(KebabEnumConverter<CpuCache>))]
public enum CpuCache
{
    /// <summary>QEMU's.</summary>
    Emulate = 0,

    /// <summary>The host's.</summary>
    Passthrough = 1,

    /// <summary>None.</summary>
    Disable = 2,
}

/// <summary>A single processor.</summary>
/// <param name="Id">0 or more, below <c>cpu.count</c>, unique.</param>
/// <param name="Enabled">Whether it is there at start. Processor 0 always is. Changes live, by plugging.</param>
/// <param name="Hotpluggable">Whether it can be unplugged. Processor 0 never can. Absent: yes, but for processor 0.</param>
/// <param name="Order">Place in the order of plugging, 1 or more, unique. Absent: by id.</param>
public sealed record VcpuDefinition(int Id, bool Enabled = true, bool? Hotpluggable = null, int? Order = null);
