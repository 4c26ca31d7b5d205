using System.Text.Json.Serialization;
using Lodge.Model.Json;
using Lodge.Model.Vms;
using Lodge.Model.Vms.States;

namespace Lodge.Engine.Ports;

/// <summary>
/// What a run folder tells a daemon that starts: which QEMU runs there, what it last did, and which operation was
/// under way. Lives in memory-backed <c>/run</c>, since a QEMU does not survive its host either.
/// </summary>
public sealed record RunRecord
{
    /// <summary>The VM, and the state of things as last seen.</summary>
    public required RunIntent Intent { get; init; }

    /// <summary>The process; null when the daemon died before QEMU was started.</summary>
    public VmRuntime? Runtime { get; init; }

    /// <summary>Start time of the process in clock ticks since boot (<c>/proc/PID/stat</c>, field 22), against reused ids.</summary>
    public long ProcessStartTime { get; init; }

    /// <summary>What the VM has of the host and gives back when it ends; null for nothing.</summary>
    public IReadOnlyList<HostLoan>? Loans { get; init; }

    /// <summary>The processes beside it that do the work of one device each; null for none.</summary>
    public IReadOnlyList<CompanionRecord>? Companions { get; init; }
}

/// <summary>A process beside a QEMU, such as the one behind its TPM.</summary>
/// <param name="Name">Its name among the VM's companions, such as <c>tpm0</c>.</param>
/// <param name="Role">What it is to the VM, in words, such as <c>TPM</c>.</param>
/// <param name="Program">Absolute path of the program.</param>
/// <param name="ProcessId">Its process id.</param>
/// <param name="StartTime">Its start time in clock ticks since boot, against reused ids.</param>
/// <param name="Log">Absolute path of the file with what it prints.</param>
public sealed record CompanionRecord(string Name, string Role, string Program, int ProcessId, long StartTime, string Log);

/// <summary>The part of a <see cref="RunRecord"/> that the engine writes.</summary>
public sealed record RunIntent
{
    /// <summary>The VM's definition as started.</summary>
    public required VmDefinition Definition { get; init; }

    /// <summary>Its revision; 0 when it is a revision of its own.</summary>
    public required long Revision { get; init; }

    /// <summary>False for a VM that lives only as long as its process.</summary>
    public required bool Persistent { get; init; }

    /// <summary>State and reason as last seen.</summary>
    public required VmStatus Status { get; init; }

    /// <summary>What was under way.</summary>
    public RunOperation Operation { get; init; }

    /// <summary>For <see cref="RunOperation.Starting"/>: leave the guest paused. For <see cref="RunOperation.Saving"/>: it was paused before.</summary>
    public bool Paused { get; init; }

    /// <summary>Whether the guest stands still until its disk's definition and QEMU agree on where the disk lives.</summary>
    public bool HeldForDisk { get; init; }

    /// <summary>The file that is being saved to, restored from, or dumped to.</summary>
    public string? SavedState { get; init; }

    /// <summary>Alias of the device that is being plugged in or out; null for none. QEMU knows how far that came.</summary>
    public string? Change { get; init; }

    /// <summary>Where the running QEMU is not as the definition says; null for nowhere.</summary>
    public IReadOnlyList<string>? Differs { get; init; }

    /// <summary>What makes Lodge's knowledge of the VM doubtful; null for nothing.</summary>
    public IReadOnlyList<VmTaint>? Taints { get; init; }

    /// <summary>The guest's resets since QEMU was started; null for none.</summary>
    public GuestResets? Resets { get; init; }

    /// <summary>The adjustment of a variable clock that QEMU was started with, once the guest has set the clock; seconds.</summary>
    public long? FirstAdjustment { get; init; }

    /// <summary>When file systems that were frozen in the guest are to be thawed at the latest; null for none frozen.</summary>
    public DateTimeOffset? ThawAt { get; init; }
}

/// <summary>What was under way in a running VM when the record was written. Append only.</summary>
[JsonConverter(typeof(KebabEnumConverter<RunOperation>))]
public enum RunOperation
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>A start: finish it.</summary>
    Starting = 1,

    /// <summary>A save: undo it.</summary>
    Saving = 2,

    /// <summary>A reboot by ACPI: when the guest powers off, start it again.</summary>
    Rebooting = 3,

    /// <summary>A kill: finish it.</summary>
    Killing = 4,

    /// <summary>A shutdown by ACPI: when the guest powers off, end the VM, whatever its policy.</summary>
    ShuttingDown = 5,

    /// <summary>A dump of the guest's memory: QEMU has given it up, so remove what there is of the file.</summary>
    Dumping = 6,

    /// <summary>A snapshot: the durable record says how far it came, and QEMU whether it was switched to new images.</summary>
    Snapshotting = 7,
}
