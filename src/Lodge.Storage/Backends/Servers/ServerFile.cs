using Lodge.Engine.Ports;
using Lodge.Model.Storage;
using Lodge.Model.Storage.Formats;
using Lodge.Model.Vms.Devices;
using Lodge.Storage.Backends.Files;

namespace Lodge.Storage.Backends.Servers;

/// <summary>A file on a server as a volume: what its first bytes tell, and nothing more is read of it.</summary>
internal static class ServerFile
{
    /// <summary>How much is read at first.</summary>
    public const int FirstLook = 4096;

    /// <summary>The volume.</summary>
    /// <param name="pool">Its pool.</param>
    /// <param name="name">Its name there.</param>
    /// <param name="source">How a VM's disk refers to it.</param>
    /// <param name="length">Where it ends, bytes.</param>
    /// <param name="known">Its format, where that is known; null to go by its first bytes.</param>
    /// <param name="readStart">Reads that many bytes from its beginning, fewer where it ends before.</param>
    public static async Task<Volume> DescribeAsync(PoolAccess pool, string name, DiskSource source, long length, VolumeFormat? known, Func<int, Task<byte[]>> readStart)
    {
        var start = await readStart(FirstLook);
        var format = known ?? FileInspector.FormatOf(start);
        var volume = new Volume
        {
            Pool = pool.Definition.Name,
            Name = name,
            Key = source.Describe(),
            Type = VolumeType.Network,
            Format = format == VolumeFormat.Raw && known is null && name.EndsWith(".iso", StringComparison.OrdinalIgnoreCase) ? VolumeFormat.Iso : format,
            Capacity = length,
            Allocation = length,
            Physical = length,
            Source = source,
        };
        return format == VolumeFormat.Qcow2 ? await WithHeaderAsync(volume, start, readStart) : volume;
    }

    // QEMU would have to find the image below by itself, on the same server or on this host; it is told not to.
    private static async Task<Volume> WithHeaderAsync(Volume volume, byte[] start, Func<int, Task<byte[]>> readStart)
    {
        try
        {
            var header = await ParseAsync(start, readStart);
            return volume with
            {
                Capacity = header.VirtualSize,
                Encrypted = header.IsEncrypted,
                Backing = header.BackingFile is { } below ? new VolumeBacking(below, FileInspector.ParseName(header.BackingFormat)) : null,
                Qcow2 = new Qcow2Details(
                    header.Version, header.ClusterSize, header.LazyRefcounts, header.ExtendedL2, header.DataFile, header.UsesZstd ? Qcow2Compression.Zstd : Qcow2Compression.Zlib),
                Problem = (header.BackingFile, header.DataFile) switch
                {
                    ({ } other, _) => $"It is based on '{other}', and images on servers must stand alone: flatten it where that one is ('qemu-img rebase -b \"\"').",
                    (_, { } other) => $"Its data is in another file, '{other}', and images on servers must have it themselves.",
                    _ => null,
                },
            };
        }
        catch (FormatException damage)
        {
            return volume with { Problem = $"It is no sound qcow2 image: {damage.Message}." };
        }
    }

    private static async Task<Qcow2Header> ParseAsync(byte[] start, Func<int, Task<byte[]>> readStart)
    {
        try
        {
            return Qcow2Header.Parse(start);
        }
        catch (FormatException) when (start.Length == FirstLook)
        {
            return Qcow2Header.Parse(await readStart(Qcow2Header.Reach));
        }
    }
}
