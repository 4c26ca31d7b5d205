using Lodge.Model.Vms.Guest;
using Lodge.Model.Vms.Usage;
using Lodge.Qemu.Tuning;

namespace Lodge.Qemu.Meters;

/// <summary>What a QEMU answered; null for what was not asked or not answered.</summary>
internal sealed record QemuAnswers
{
    public static readonly QemuAnswers None = new();

    /// <summary>The threads of the processors.</summary>
    public IReadOnlyList<NumberedThread>? Vcpus { get; init; }

    /// <summary>The guest's memory.</summary>
    public GuestMemory? Memory { get; init; }

    /// <summary>The disks.</summary>
    public IReadOnlyList<DiskUsage>? Disks { get; init; }

    /// <summary>The I/O threads.</summary>
    public IReadOnlyList<IoThreadUsage>? IoThreads { get; init; }

    /// <summary>How fast the guest changes its memory.</summary>
    public DirtyRate? DirtyRate { get; init; }

    /// <summary>Why something is missing; null for nothing.</summary>
    public string? Trouble { get; init; }
}
