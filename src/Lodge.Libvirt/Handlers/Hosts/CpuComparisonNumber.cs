namespace Lodge.Libvirt.Handlers.Hosts;

/// <summary>How a processor relates to the host's, as numbered on the wire (virCPUCompareResult). Append only.</summary>
internal enum CpuComparisonNumber
{
    /// <summary>The host lacks something.</summary>
    Incompatible = 0,

    /// <summary>They are the same.</summary>
    Identical = 1,

    /// <summary>The host has all, and more.</summary>
    Superset = 2,
}
