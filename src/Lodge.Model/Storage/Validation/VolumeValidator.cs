using Lodge.Model.Errors;
using Lodge.Model.Primitives;
using Lodge.Model.Vms.Validation;

namespace Lodge.Model.Storage.Validation;

/// <summary>Checks a request for a volume against what its pool can do. All flaws are collected.</summary>
public static class VolumeValidator
{
    private static readonly ByteSize s_leastCluster = new(512);
    private static readonly ByteSize s_mostCluster = ByteSize.FromMiB(2);
    private static readonly ByteSize s_leastExtended = new(16384);

    /// <summary>All flaws of <paramref name="request"/>; empty when it is sound.</summary>
    /// <param name="request">The request, complete: with capacity and format.</param>
    /// <param name="pool">What the pool can do.</param>
    /// <param name="fromOther">Whether the volume is made from another one.</param>
    public static IReadOnlyList<Flaw> Check(VolumeRequest request, PoolCapabilities pool, bool fromOther)
    {
        var root = Place.Root();
        root.StorageName("name", request.Name);
        root.AddIf(request.Capacity is null && !fromOther && request.Backing is null, "capacity", "is missing");
        root.AddIf(request.Capacity is { Bytes: <= 0 }, "capacity", "must be more than 0");
        root.AddIf(
            request.Format is { } format && !pool.Formats.Contains(format),
            "format",
            $"is {Word(request.Format)}, and the pool takes {(pool.Formats.Count == 0 ? "none" : string.Join(", ", pool.Formats.Select(known => Word(known))))}");
        CheckBacking(request, pool, root);
        CheckQcow2(request, root);
        root.AddIf(request.Compress == true && !fromOther, "compress", "is for volumes that are made from another one");
        root.AddIf(request.Compress == true && request.Encryption is not null, "compress", "does not go with encryption: what is encrypted does not compress");
        root.AddIf(request is { Preallocation: Preallocation.Metadata, Format: VolumeFormat.Raw }, "preallocation", "must be off, falloc or full for a raw volume");
        BackendValidator.CheckPermissions(request.Permissions, root.In("permissions"));
        return root.Flaws;
    }

    /// <summary>Refuses a request with flaws.</summary>
    /// <exception cref="LodgeException"><see cref="ErrorCode.InvalidArgument"/>, naming every flaw.</exception>
    public static void ThrowIfFlawed(VolumeRequest request, PoolCapabilities pool, bool fromOther) =>
        StorageFlaws.ThrowIfAny(Check(request, pool, fromOther), $"The volume '{StorageNames.Shown(request.Name)}'");

    private static void CheckBacking(VolumeRequest request, PoolCapabilities pool, Place root)
    {
        if (request.Backing is not { } backing)
        {
            return;
        }

        var place = root.In("backing");
        root.AddIf(!pool.LinkedClones, "backing", "is not possible in this pool");
        place.AddIf((backing.Volume is null) == (backing.Path is null), "", "must name either a volume or a path");
        place.AddIf(backing.Pool is not null && backing.Volume is null, "pool", "needs a volume beside it");
        place.AbsolutePath("path", backing.Path);
        place.AddIf(backing is { Path: not null, Format: null }, "format", "is missing: it is never guessed");
        place.AddIf(backing.Format is not (null or VolumeFormat.Raw or VolumeFormat.Qcow2), "format", "must be raw or qcow2");
        root.AddIf(request.Preallocation is Preallocation.Falloc or Preallocation.Full, "preallocation", "must be off or metadata with a backing image");
        root.AddIf(request.DataFile is not null, "dataFile", "does not go with a backing image");
        root.AddIf(request.Format == VolumeFormat.Raw && pool.Formats.Contains(VolumeFormat.Qcow2), "backing", "is for a qcow2 volume in this pool");
    }

    private static void CheckQcow2(VolumeRequest request, Place root)
    {
        root.Only(
            request.Format is null or VolumeFormat.Qcow2,
            "a qcow2 volume",
            ("clusterSize", request.ClusterSize),
            ("extendedL2", request.ExtendedL2),
            ("lazyRefcounts", request.LazyRefcounts),
            ("compression", request.Compression),
            ("compress", request.Compress),
            ("dataFile", request.DataFile));
        root.PowerOfTwo("clusterSize", request.ClusterSize, s_leastCluster);
        root.AddIf(request.ClusterSize is { } size && size.Bytes > s_mostCluster.Bytes, "clusterSize", $"must be at most {s_mostCluster}, and is {request.ClusterSize}");
        root.AddIf(
            request.ExtendedL2 == true && request.ClusterSize is { } cluster && cluster.Bytes < s_leastExtended.Bytes,
            "clusterSize",
            $"must be at least {s_leastExtended} with extended L2 tables, and is {request.ClusterSize}");
        if (request.DataFile is { } dataFile)
        {
            root.StorageName("dataFile", dataFile);
            root.AddIf(dataFile == request.Name, "dataFile", "must be another name than the volume's");
            root.AddIf(request.Encryption is not null, "dataFile", "does not go with encryption");
        }
    }

    private static string Word(VolumeFormat? format) => format?.ToString().ToLowerInvariant() ?? "none";
}
