using Lodge.Model.Vms.Usage;

namespace Lodge.Libvirt.Handlers.Statistics;

/// <summary>Figures of a guest's memory, as numbered on the wire (virDomainMemoryStatTags). Append only.</summary>
internal enum MemoryTag
{
    /// <summary>Read from swap, KiB.</summary>
    SwapIn = 0,

    /// <summary>Written to swap, KiB.</summary>
    SwapOut = 1,

    /// <summary>Page faults that waited for a disk.</summary>
    MajorFault = 2,

    /// <summary>Page faults that did not.</summary>
    MinorFault = 3,

    /// <summary>What nothing uses, KiB.</summary>
    Unused = 4,

    /// <summary>What the guest's kernel counts as its memory, KiB.</summary>
    Available = 5,

    /// <summary>What the balloon leaves to the guest, KiB.</summary>
    Current = 6,

    /// <summary>What QEMU uses of the host, KiB.</summary>
    Rss = 7,

    /// <summary>What programs in the guest could have, KiB.</summary>
    Usable = 8,

    /// <summary>When the guest last told, seconds since 1970.</summary>
    LastUpdate = 9,

    /// <summary>Copies of files, KiB.</summary>
    DiskCaches = 10,
}

/// <summary>What is known of a guest's memory, under libvirt's tags.</summary>
internal static class GuestMemoryTags
{
    /// <summary>The figures that are known, in libvirt's order.</summary>
    public static IEnumerable<(MemoryTag Tag, ulong Value)> Of(VmUsage usage)
    {
        var memory = usage.Memory;
        (MemoryTag Tag, long? Value)[] all =
        [
            (MemoryTag.Current, memory?.Present >> 10),
            (MemoryTag.SwapIn, memory?.SwappedIn >> 10),
            (MemoryTag.SwapOut, memory?.SwappedOut >> 10),
            (MemoryTag.MajorFault, memory?.MajorFaults),
            (MemoryTag.MinorFault, memory?.MinorFaults),
            (MemoryTag.Unused, memory?.Free >> 10),
            (MemoryTag.Available, memory?.Total >> 10),
            (MemoryTag.Usable, memory?.Available >> 10),
            (MemoryTag.LastUpdate, memory is null ? null : memory.UpdatedAt?.ToUnixTimeSeconds() ?? 0),
            (MemoryTag.DiskCaches, memory?.DiskCaches >> 10),
            (MemoryTag.Rss, usage.Process?.ResidentBytes >> 10),
        ];
        return all.Where(told => told.Value is not null).Select(told => (told.Tag, (ulong)told.Value!.Value));
    }

    /// <summary>What a figure is called in bulk statistics, behind <c>balloon.</c></summary>
    public static string WordOf(MemoryTag tag) => tag switch
    {
        MemoryTag.SwapIn => "swap_in",
        MemoryTag.SwapOut => "swap_out",
        MemoryTag.MajorFault => "major_fault",
        MemoryTag.MinorFault => "minor_fault",
        MemoryTag.Unused => "unused",
        MemoryTag.Available => "available",
        MemoryTag.Current => "current",
        MemoryTag.Rss => "rss",
        MemoryTag.Usable => "usable",
        MemoryTag.LastUpdate => "last-update",
        _ => "disk_caches",
    };
}
