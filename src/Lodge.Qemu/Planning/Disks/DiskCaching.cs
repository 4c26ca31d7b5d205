using Lodge.Model.Vms.Devices;
using Lodge.Qemu.Images;

namespace Lodge.Qemu.Planning.Disks;

/// <summary>What a cache mode means to QEMU.</summary>
/// <param name="Direct">Past the host's page cache (O_DIRECT).</param>
/// <param name="NoFlush">Flushes of the guest are ignored.</param>
/// <param name="WriteCache">Whether the guest sees a write cache, and flushes it when it matters.</param>
internal readonly record struct DiskCaching(bool Direct, bool NoFlush, bool WriteCache)
{
    /// <summary>The options of a node.</summary>
    public Devices.OptionMap Options => [("direct", Direct), ("no-flush", NoFlush)];

    /// <summary>How a disk is cached: as it says, else past the page cache where its files allow it.</summary>
    public static DiskCaching Of(DiskDefinition disk, ImageChain chain) =>
        (disk.Cache ?? (chain.Layers.All(layer => layer.AllowsDirect) ? DiskCache.None : DiskCache.Writeback)) switch
        {
            DiskCache.None => new(Direct: true, NoFlush: false, WriteCache: true),
            DiskCache.Directsync => new(Direct: true, NoFlush: false, WriteCache: false),
            DiskCache.Writethrough => new(Direct: false, NoFlush: false, WriteCache: false),
            DiskCache.Unsafe => new(Direct: false, NoFlush: true, WriteCache: true),
            _ => new(Direct: false, NoFlush: false, WriteCache: true),
        };
}
