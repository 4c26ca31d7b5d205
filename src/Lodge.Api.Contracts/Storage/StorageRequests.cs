using Lodge.Model.Primitives;
using Lodge.Model.Storage;

namespace Lodge.Api.Contracts.Storage;

/// <summary>Body of <c>POST /v1/pools</c>.</summary>
public sealed record CreatePool
{
    /// <summary>What the pool shall be. What is left out gets its default.</summary>
    public required PoolDefinition Definition { get; init; }

    /// <summary>Make first what it is made of: a folder, a file system, a volume group, a partition table. Nothing that is there is thrown away.</summary>
    public bool Build { get; init; }

    /// <summary>Take it into use at once; when that fails, the pool is not created either.</summary>
    public bool Start { get; init; }

    /// <summary>With <see cref="Start"/>: forget the pool when it stops.</summary>
    public bool Transient { get; init; }
}

/// <summary>Body of <c>POST /v1/pools/{pool}/volumes</c>.</summary>
public sealed record CreateVolume
{
    /// <summary>What the volume shall be.</summary>
    public required VolumeRequest Volume { get; init; }

    /// <summary>The volume that is copied into it, whatever its pool and format; absent for an empty one.</summary>
    public VolumeName? From { get; init; }
}

/// <summary>Body of <c>POST /v1/pools/{pool}/volumes/{volume}/resize</c>.</summary>
public sealed record ResizeVolume
{
    /// <summary>What a guest shall see of it.</summary>
    public required ByteSize Capacity { get; init; }

    /// <summary>Whether it may become smaller, which throws away what is beyond.</summary>
    public bool Shrink { get; init; }

    /// <summary>Whether what is added is reserved at once.</summary>
    public bool Allocate { get; init; }
}

/// <summary>Body of <c>POST /v1/pools/{pool}/volumes/{volume}/wipe</c>.</summary>
/// <param name="Method">How it is overwritten; with zeros when absent.</param>
public sealed record WipeVolume(WipeMethod Method = WipeMethod.Zero);

/// <summary>Body of <c>POST /v1/pools/{pool}/volumes/{volume}/rebase</c>.</summary>
/// <param name="Backing">The image that the volume is based on from then on; absent for none: all that it reads from others is copied into it.</param>
public sealed record RebaseVolume(BackingRequest? Backing = null);
