namespace Lodge.Model.Vms.Usage;

/// <summary>How it is measured how fast a guest changes its memory. Append only.</summary>
public enum DirtyRateMethod
{
    /// <summary>By looking at some pages twice.</summary>
    PageSampling = 0,

    /// <summary>By write-protecting all pages; KVM only, and it slows the guest down.</summary>
    DirtyBitmap = 1,

    /// <summary>By the log of each processor; KVM with such logs only.</summary>
    DirtyRing = 2,
}
