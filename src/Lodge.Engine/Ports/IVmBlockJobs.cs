using Lodge.Model.Errors;
using Lodge.Model.Vms.Devices;

namespace Lodge.Engine.Ports;

/// <summary>
/// Copying between images that a running QEMU does by itself. It knows the work by an id, also for a daemon that comes
/// later; work that is over stays known until it is dismissed.
/// </summary>
public interface IVmBlockJobs
{
    /// <summary>Begins copying. On failure nothing of it is left in QEMU.</summary>
    /// <exception cref="LodgeException">QEMU refused, or an image cannot be opened.</exception>
    Task StartAsync(BlockJobStart start, CancellationToken cancellationToken);

    /// <summary>How far it is; null when QEMU does not know it.</summary>
    /// <exception cref="LodgeException">QEMU does not answer.</exception>
    Task<BlockJobProgress?> FindAsync(string id, CancellationToken cancellationToken);

    /// <summary>Has it take a step.</summary>
    /// <exception cref="LodgeException">QEMU refused: it is not in the state for that.</exception>
    Task AdvanceAsync(string id, BlockJobStep step, CancellationToken cancellationToken);

    /// <summary>Limits how much is copied.</summary>
    /// <param name="id">Which work.</param>
    /// <param name="speed">Bytes a second; 0 for no limit.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="LodgeException">QEMU refused.</exception>
    Task SetSpeedAsync(string id, long speed, CancellationToken cancellationToken);

    /// <summary>What the guest sees of a disk, bytes.</summary>
    /// <exception cref="LodgeException">QEMU does not answer, or has no such disk.</exception>
    Task<long> MeasureAsync(DiskDefinition disk, CancellationToken cancellationToken);

    /// <summary>Closes the images of a disk that nothing uses any more.</summary>
    Task CloseUnusedAsync(DiskDefinition disk, CancellationToken cancellationToken);
}

/// <summary>Copying that is to begin.</summary>
/// <param name="Id">A name for it, 1 to 31 letters.</param>
/// <param name="Disk">The disk as it runs.</param>
/// <param name="Speed">Most bytes a second; 0 for no limit.</param>
public abstract record BlockJobStart(string Id, DiskDefinition Disk, long Speed);

/// <summary>A disk is copied to an image that is there, and kept the same as it until it is told how to end.</summary>
/// <param name="Id">A name for it.</param>
/// <param name="Disk">The disk as it runs.</param>
/// <param name="Speed">Most bytes a second; 0 for no limit.</param>
/// <param name="To">The image, as large as the disk.</param>
/// <param name="Below">Path of the image below the disk's top one that the copy falls back to; null to copy all.</param>
/// <param name="Synchronous">Whether the guest's writes wait until they are in the copy, too.</param>
public sealed record CopyStart(string Id, DiskDefinition Disk, long Speed, LayerFile To, string? Below, bool Synchronous) : BlockJobStart(Id, Disk, Speed);

/// <summary>What a disk's top image reads from those below it goes into it.</summary>
/// <param name="Id">A name for it.</param>
/// <param name="Disk">The disk as it runs.</param>
/// <param name="Speed">Most bytes a second; 0 for no limit.</param>
/// <param name="Base">The image that stays below it; null for none.</param>
public sealed record PullStart(string Id, DiskDefinition Disk, long Speed, LayerFile? Base) : BlockJobStart(Id, Disk, Speed);

/// <summary>Images go into one below them. When the top one is the disk's own, it is kept the same until it is told how to end.</summary>
/// <param name="Id">A name for it.</param>
/// <param name="Disk">The disk as it runs.</param>
/// <param name="Speed">Most bytes a second; 0 for no limit.</param>
/// <param name="Top">Path of the topmost image that goes.</param>
/// <param name="Base">The image that takes what they hold.</param>
/// <param name="Above">The image that stands on the topmost one; null when that is the disk's own.</param>
public sealed record CommitStart(string Id, DiskDefinition Disk, long Speed, string Top, LayerFile Base, LayerFile? Above) : BlockJobStart(Id, Disk, Speed);

/// <summary>How far copying is.</summary>
/// <param name="Phase">Its state.</param>
/// <param name="Done">What is done of it, bytes.</param>
/// <param name="Total">The whole, bytes.</param>
/// <param name="Speed">Most bytes a second; 0 for no limit.</param>
/// <param name="Error">Why it failed, in QEMU's words; null if it did not.</param>
public sealed record BlockJobProgress(BlockJobPhase Phase, long Done, long Total, long Speed, string? Error = null);

/// <summary>The states of copying.</summary>
public enum BlockJobPhase
{
    /// <summary>It copies.</summary>
    Copying,

    /// <summary>It has caught up with the guest, and keeps up with it.</summary>
    Ready,

    /// <summary>Both sides are the same and on the disk, and the guest's writes wait, until it is finished or cancelled.</summary>
    Pending,

    /// <summary>It is over.</summary>
    Over,
}

/// <summary>Steps of copying.</summary>
public enum BlockJobStep
{
    /// <summary>A copy that has caught up: have the guest go on in it, as soon as that is finished.</summary>
    Pivot,

    /// <summary>A copy that has caught up: end, and leave the guest where it is.</summary>
    Leave,

    /// <summary>One that is pending: do it.</summary>
    Finalize,

    /// <summary>Give it up; the disk stays what it was.</summary>
    Cancel,

    /// <summary>Forget one that is over.</summary>
    Dismiss,
}
