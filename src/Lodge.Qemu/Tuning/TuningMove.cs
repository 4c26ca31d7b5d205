using Lodge.Linux.Cgroups.Control;
using Lodge.Linux.Scheduling;
using Lodge.Model.Primitives;
using Lodge.Model.Vms.Tuning;

namespace Lodge.Qemu.Tuning;

/// <summary>One thing to do to the kernel, or to QEMU, for a VM's tuning.</summary>
internal abstract record TuningMove;

/// <summary>Confines a thread to processors.</summary>
/// <param name="Thread">The kernel's id.</param>
/// <param name="Cpus">Where it may run.</param>
/// <param name="MayBeGone">Whether the thread may have ended meanwhile, as QEMU's helpers do.</param>
internal sealed record PinThread(int Thread, CpuSet Cpus, bool MayBeGone = false) : TuningMove;

/// <summary>Schedules a thread by a policy.</summary>
/// <param name="Thread">The kernel's id.</param>
/// <param name="Schedule">How.</param>
/// <param name="MayBeGone">Whether the thread may have ended meanwhile.</param>
internal sealed record ScheduleThread(int Thread, ThreadSchedule Schedule, bool MayBeGone = false) : TuningMove;

/// <summary>Makes a group for threads below the VM's.</summary>
/// <param name="Parent">The VM's group.</param>
/// <param name="Child">The new one; kept when it is there.</param>
internal sealed record MakeThreadGroup(CgroupPlace Parent, CgroupPlace Child) : TuningMove
{
    public bool Equals(MakeThreadGroup? other) => other is not null && Child.Folder == other.Child.Folder;

    public override int GetHashCode() => Child.Folder.GetHashCode(StringComparison.Ordinal);
}

/// <summary>Moves a thread between groups of the VM.</summary>
/// <param name="Thread">The kernel's id.</param>
/// <param name="From">File by which it moves back.</param>
/// <param name="To">File by which it moves.</param>
/// <param name="MayBeGone">Whether the thread may have ended meanwhile.</param>
internal sealed record MoveThread(int Thread, string From, string To, bool MayBeGone = false) : TuningMove;

/// <summary>Writes to a file of a group.</summary>
/// <param name="Write">File and text.</param>
internal sealed record WriteGroup(CgroupWrite Write) : TuningMove;

/// <summary>Gives a group a budget for real-time threads, where the kernel wants one.</summary>
/// <param name="Folder">The group.</param>
internal sealed record GrantRealTime(string Folder) : TuningMove;

/// <summary>Sets a property of an I/O thread in QEMU.</summary>
/// <param name="IoThread">Its number.</param>
/// <param name="Property">Such as <c>poll-max-ns</c>.</param>
/// <param name="Value">The value.</param>
internal sealed record SetIoThread(int IoThread, string Property, long Value) : TuningMove;

/// <summary>Begins to count an event, or ends that.</summary>
/// <param name="Event">The event.</param>
/// <param name="On">Whether it is counted.</param>
internal sealed record CountEvent(PerfEvent Event, bool On) : TuningMove;

/// <summary>One knob: which it is, the field of the definition that asks for it, and what to do for its value.</summary>
/// <param name="Key">The same for the same knob of the same thread or device, whatever its value.</param>
/// <param name="Path">The field, for errors.</param>
/// <param name="Steps">What to do, in order; empty when nothing needs to be done.</param>
internal sealed record TuningKnob(string Key, string Path, IReadOnlyList<TuningMove> Steps);
