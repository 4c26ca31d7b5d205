using Lodge.Model.Errors;
using Lodge.Model.Storage;
using Lodge.Model.Vms.Devices;

namespace Lodge.Engine.Ports;

/// <summary>
/// The volumes of one kind of pool. Work that is cancelled or fails leaves nothing behind. What is not overridden is
/// refused: the pool's capabilities say so beforehand.
/// </summary>
public interface IVolumeDriver
{
    /// <summary>All volumes of a pool in use, in any order, without a look deeper than their headers.</summary>
    Task<IReadOnlyList<Volume>> ListAsync(PoolAccess pool, CancellationToken cancellationToken);

    /// <summary>One volume, with all that it is based on; null when there is none.</summary>
    /// <param name="pool">The pool.</param>
    /// <param name="name">Name of the volume.</param>
    /// <param name="known">Its format, where Lodge knows it; null to go by what it begins with.</param>
    /// <param name="cancellationToken">Ends the looking.</param>
    Task<Volume?> FindAsync(PoolAccess pool, string name, VolumeFormat? known, CancellationToken cancellationToken);

    /// <summary>Makes a volume, empty or from another.</summary>
    /// <exception cref="LodgeException">The name is taken, there is no room, or the storage refused.</exception>
    Task CreateAsync(PoolAccess pool, VolumePlan plan, IProgress<double> progress, CancellationToken cancellationToken) => throw Refused(pool, "make volumes");

    /// <summary>Changes what a guest sees of a volume that nobody has open.</summary>
    /// <param name="pool">The pool.</param>
    /// <param name="volume">The volume.</param>
    /// <param name="resize">How.</param>
    /// <param name="progress">The share that is done, 0 to 1.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="LodgeException">Somebody has it open, there is no room, or the storage refused.</exception>
    Task ResizeAsync(PoolAccess pool, Volume volume, VolumeResize resize, IProgress<double> progress, CancellationToken cancellationToken) => throw Refused(pool, "resize volumes");

    /// <summary>Deletes a volume.</summary>
    /// <exception cref="LodgeException">Somebody has it open, or the storage refused.</exception>
    Task DeleteAsync(PoolAccess pool, Volume volume, CancellationToken cancellationToken) => throw Refused(pool, "delete volumes");

    /// <summary>Overwrites a volume; its size stays.</summary>
    /// <exception cref="LodgeException">Somebody has it open, or the storage refused.</exception>
    Task WipeAsync(PoolAccess pool, Volume volume, WipeMethod method, IProgress<double> progress, CancellationToken cancellationToken) => throw Refused(pool, "wipe volumes");

    /// <summary>Bases a qcow2 volume on another image, or on none; what a guest reads of it stays the same.</summary>
    /// <param name="pool">The pool.</param>
    /// <param name="volume">The volume.</param>
    /// <param name="backing">What it shall be based on; null for nothing: all that it reads from others is copied into it.</param>
    /// <param name="progress">The share that is done, 0 to 1.</param>
    /// <param name="cancellationToken">Ends the work; the volume is as before, though it may take more room.</param>
    /// <exception cref="LodgeException">Somebody has it open, there is no room, or the storage refused.</exception>
    Task RebaseAsync(PoolAccess pool, Volume volume, VolumeOrigin? backing, IProgress<double> progress, CancellationToken cancellationToken) => throw Refused(pool, "rebase volumes");

    /// <summary>Opens the bytes of a volume's file or device. While they are open for writing, nobody else can have it open.</summary>
    /// <exception cref="LodgeException">Somebody has it open, or the storage refused.</exception>
    Task<IVolumeContent> OpenAsync(PoolAccess pool, Volume volume, bool write, CancellationToken cancellationToken) => throw Refused(pool, "be read or written through Lodge");

    private static LodgeException Refused(PoolAccess pool, string what) =>
        new(ErrorCode.Unsupported, $"The storage pool '{pool.Definition.Name}' is of a kind that cannot {what}.", "'lodge pool info' tells what each pool can do.");
}

/// <summary>How a volume is made.</summary>
/// <param name="Request">What it shall be, complete: with capacity and format.</param>
public sealed record VolumePlan(VolumeRequest Request)
{
    /// <summary>What is copied into it; null for an empty one.</summary>
    public VolumeOrigin? From { get; init; }

    /// <summary>What it is based on; null for nothing.</summary>
    public VolumeOrigin? Backing { get; init; }
}

/// <summary>An image that another is made of or based on.</summary>
/// <param name="Source">Where it is; never a <see cref="VolumeDiskSource"/>.</param>
/// <param name="Format">Its format.</param>
/// <param name="Capacity">What a guest sees of it, bytes.</param>
/// <param name="SecretId">The secret that opens it; null when it is not encrypted.</param>
/// <param name="HasBacking">Whether it is based on another itself.</param>
/// <param name="Chain">What it is based on, for who must know that nothing leads elsewhere.</param>
public sealed record VolumeOrigin(
    DiskSource Source, VolumeFormat Format, long Capacity, Guid? SecretId = null, bool HasBacking = false, IReadOnlyList<VolumeBacking>? Chain = null);

/// <summary>How a volume is resized.</summary>
/// <param name="Capacity">What a guest shall see, bytes.</param>
/// <param name="Shrink">Whether it may become smaller, which throws away what is beyond.</param>
/// <param name="Allocate">Whether what is added is reserved at once.</param>
public sealed record VolumeResize(long Capacity, bool Shrink = false, bool Allocate = false);

/// <summary>The bytes of a volume's file or device.</summary>
public interface IVolumeContent : IAsyncDisposable
{
    /// <summary>Where it ends, bytes.</summary>
    long Length { get; }

    /// <summary>Reads; fewer bytes than asked for at the end, 0 behind it.</summary>
    ValueTask<int> ReadAsync(Memory<byte> buffer, long offset, CancellationToken cancellationToken);

    /// <summary>Writes all.</summary>
    /// <exception cref="LodgeException">There is no room.</exception>
    ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, long offset, CancellationToken cancellationToken);

    /// <summary>Makes a part read as zeros, and take no room where that is possible; a file grows as if it was written.</summary>
    ValueTask ClearAsync(long offset, long length, CancellationToken cancellationToken);

    /// <summary>The next part with data from an offset on; null when there is none before the end.</summary>
    (long Offset, long Length)? NextData(long offset);

    /// <summary>Makes durable what was written.</summary>
    Task FlushAsync(CancellationToken cancellationToken);
}
