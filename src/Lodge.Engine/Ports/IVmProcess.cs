using System.Threading.Channels;
using Lodge.Model.Vms;

namespace Lodge.Engine.Ports;

/// <summary>One running QEMU. Disposing lets go of it; the process goes on.</summary>
public interface IVmProcess : IAsyncDisposable
{
    /// <summary>Facts that hold as long as the process lives.</summary>
    VmRuntime Runtime { get; }

    /// <summary>What happens in the guest, in order; ends with <see cref="ProcessExited"/>.</summary>
    ChannelReader<VmProcessEvent> Events { get; }

    /// <summary>Completes when the process is gone.</summary>
    Task Exited { get; }

    /// <summary>Asks QEMU what the guest does.</summary>
    Task<GuestRunState> QueryStateAsync(CancellationToken cancellationToken);

    /// <summary>Asks QEMU what the guest's real-time clock shows, to the second; null when it cannot tell.</summary>
    Task<DateTime?> QueryClockAsync(CancellationToken cancellationToken);

    /// <summary>Lets the guest's processors run.</summary>
    Task ResumeAsync(CancellationToken cancellationToken);

    /// <summary>Halts the guest's processors.</summary>
    Task PauseAsync(CancellationToken cancellationToken);

    /// <summary>Presses the ACPI power button.</summary>
    Task PowerDownAsync(CancellationToken cancellationToken);

    /// <summary>Presses the reset button. A guest that had powered off or panicked also needs a resume.</summary>
    Task ResetAsync(CancellationToken cancellationToken);

    /// <summary>Wakes a sleeping guest.</summary>
    Task WakeUpAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Ends the process: by QEMU's own quit, and when that takes longer than a moment by SIGKILL. Completes when the
    /// process is gone and its run folder and cgroup are removed.
    /// </summary>
    Task QuitAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Writes the paused guest's state to <paramref name="path"/>: first to a temporary file beside it, synced, then
    /// renamed. The guest stays paused. On failure or cancellation the file is gone and the guest can be resumed.
    /// </summary>
    Task SaveAsync(string path, SavedStateHeader header, IProgress<double> progress, CancellationToken cancellationToken);

    /// <summary>
    /// Undoes a save that a former daemon left behind: stops the transfer, removes the temporary file.
    /// </summary>
    Task AbandonSaveAsync(string path, CancellationToken cancellationToken);

    /// <summary>Connects to a serial port.</summary>
    /// <param name="index">0 for the first.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    Task<Stream> ConnectSerialAsync(int index, CancellationToken cancellationToken);

    /// <summary>Connects to a virtio console, or a serial port other than the first, whose other end is the daemon's.</summary>
    /// <param name="alias">The device's alias.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    Task<Stream> ConnectPortAsync(string alias, CancellationToken cancellationToken);

    /// <summary>Screen, keyboard and debugging.</summary>
    IVmPanel Panel { get; }

    /// <summary>The images behind its disks.</summary>
    IVmDisks Disks { get; }

    /// <summary>How those images stand on each other.</summary>
    IVmBlocks Blocks { get; }

    /// <summary>The bitmaps in those images.</summary>
    IImageBitmaps Bitmaps { get; }

    /// <summary>Copying between those images.</summary>
    IVmBlockJobs BlockJobs { get; }

    /// <summary>Its memory, looked at from outside.</summary>
    IVmMemoryProbe Memory { get; }

    /// <summary>QEMU's monitor, for commands past Lodge.</summary>
    IVmMonitor Monitor { get; }

    /// <summary>The agent in the guest.</summary>
    IGuestAgent Agent { get; }

    /// <summary>Changes of what runs.</summary>
    IVmLive Live { get; }

    /// <summary>What it has used.</summary>
    IVmMeters Meters { get; }

    /// <summary>Has everything told that QEMU reports from now on, in its own words. Called once.</summary>
    /// <param name="listener">Told one by one, in order; must not wait.</param>
    void Listen(Action<MonitorEvent> listener);

    /// <summary>Replaces the engine's part of the run record; atomic.</summary>
    void WriteIntent(RunIntent intent);
}

/// <summary>What QEMU says of its guest.</summary>
public enum GuestRunState
{
    /// <summary>It runs.</summary>
    Running,

    /// <summary>It has not run yet.</summary>
    NotStarted,

    /// <summary>It is paused.</summary>
    Paused,

    /// <summary>It is paused because of a disk error.</summary>
    IoError,

    /// <summary>It is paused by the watchdog.</summary>
    Watchdog,

    /// <summary>It has powered off.</summary>
    PoweredOff,

    /// <summary>Its kernel panicked.</summary>
    Panicked,

    /// <summary>It sleeps.</summary>
    Suspended,

    /// <summary>A saved state is being read.</summary>
    Loading,

    /// <summary>Its state is being written, or has been.</summary>
    Saving,
}

/// <summary>Something that QEMU reported.</summary>
public abstract record VmProcessEvent;

/// <summary>The guest powered off, or was told to by a signal to QEMU.</summary>
/// <param name="Detail">QEMU's reason, such as <c>guest-shutdown</c> or <c>host-signal</c>.</param>
public sealed record GuestPoweredOff(string Detail) : VmProcessEvent;

/// <summary>The guest asked for a reboot, and QEMU stopped it instead of resetting, as its policy said.</summary>
public sealed record GuestRebootStopped : VmProcessEvent;

/// <summary>The guest was reset.</summary>
/// <param name="ByGuest">Whether the guest asked for it itself.</param>
public sealed record GuestReset(bool ByGuest) : VmProcessEvent;

/// <summary>The guest's processors halted.</summary>
public sealed record GuestPaused : VmProcessEvent;

/// <summary>The guest's processors run.</summary>
public sealed record GuestResumed : VmProcessEvent;

/// <summary>The guest's kernel panicked.</summary>
/// <param name="Detail">What the guest told about it; null when nothing.</param>
public sealed record GuestPanicked(string? Detail) : VmProcessEvent;

/// <summary>A disk reported an error.</summary>
/// <param name="Disk">Name of the disk in its VM.</param>
/// <param name="Write">Whether it was a write.</param>
/// <param name="NoSpace">Whether the host ran out of space.</param>
/// <param name="GuestStopped">Whether the guest was paused because of it.</param>
/// <param name="Detail">QEMU's words.</param>
public sealed record DiskError(string Disk, bool Write, bool NoSpace, bool GuestStopped, string Detail) : VmProcessEvent;

/// <summary>The watchdog fired.</summary>
/// <param name="GuestStopped">Whether the guest was paused because of it.</param>
public sealed record WatchdogFired(bool GuestStopped) : VmProcessEvent;

/// <summary>The guest set its real-time clock.</summary>
/// <param name="Offset">Seconds by which it is ahead of the clock that QEMU was started with.</param>
public sealed record GuestClockSet(long Offset) : VmProcessEvent;

/// <summary>The guest went to sleep.</summary>
public sealed record GuestSuspended : VmProcessEvent;

/// <summary>The guest woke up.</summary>
public sealed record GuestWokeUp : VmProcessEvent;

/// <summary>A process that does one device's work ended, while the VM runs on without it.</summary>
/// <param name="Role">Which device, in words, such as <c>TPM</c>.</param>
/// <param name="Detail">How it ended.</param>
/// <param name="LastWords">The last lines of its log.</param>
public sealed record CompanionEnded(string Role, string Detail, IReadOnlyList<string> LastWords) : VmProcessEvent;

/// <summary>The process is gone; the last event.</summary>
/// <param name="Asked">Whether <see cref="IVmProcess.QuitAsync"/> led to it.</param>
/// <param name="Detail">How it ended, such as <c>killed by signal 9</c>.</param>
/// <param name="LastWords">The last lines of its log.</param>
public sealed record ProcessExited(bool Asked, string Detail, IReadOnlyList<string> LastWords) : VmProcessEvent;
