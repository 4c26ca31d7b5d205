namespace Lodge.Model.Host;

/// <summary>
/// How the kernel merges equal pages of memory (KSM), and what came of it. The fields are those of
/// Documentation/admin-guide/mm/ksm.rst in the kernel's tree.
/// </summary>
public sealed record PageMerging
{
    /// <summary>Pages that are looked at before each pause.</summary>
    public required uint PagesToScan { get; init; }

    /// <summary>The pause, milliseconds.</summary>
    public required uint SleepMilliseconds { get; init; }

    /// <summary>Whether pages of different NUMA nodes are merged; null where the kernel knows no nodes.</summary>
    public bool? MergeAcrossNodes { get; init; }

    /// <summary>Pages that stand for several.</summary>
    public long PagesShared { get; init; }

    /// <summary>Pages that were saved.</summary>
    public long PagesSharing { get; init; }

    /// <summary>Pages that were looked at and are alone.</summary>
    public long PagesUnshared { get; init; }

    /// <summary>Pages that change too fast.</summary>
    public long PagesVolatile { get; init; }

    /// <summary>How often all memory has been looked at.</summary>
    public long FullScans { get; init; }
}

/// <summary>What shall change in how pages are merged; null stays as it is.</summary>
/// <param name="PagesToScan">Pages that are looked at before each pause.</param>
/// <param name="SleepMilliseconds">The pause, milliseconds.</param>
/// <param name="MergeAcrossNodes">Whether pages of different NUMA nodes are merged. The kernel refuses while any are merged.</param>
public sealed record PageMergingChange(uint? PagesToScan, uint? SleepMilliseconds, bool? MergeAcrossNodes);
