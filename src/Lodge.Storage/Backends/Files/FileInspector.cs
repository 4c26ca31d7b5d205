using Lodge.Linux.Errors;
using Lodge.Linux.Files;
using Lodge.Model.Storage;
using Lodge.Model.Storage.Formats;
using Lodge.Model.Vms.Devices;
using Microsoft.Win32.SafeHandles;

namespace Lodge.Storage.Backends.Files;

/// <summary>Looks at one file or device as a volume: a stat and its first bytes, nothing more.</summary>
internal static class FileInspector
{
    // The name of a backing file must lie in the first cluster; nearly always it is within this.
    private const int FirstLook = 4096;
    private const int IsoMarkAt = 0x8001;

    /// <summary>The volume; null when it is gone, or nothing that can be a volume.</summary>
    /// <param name="pool">Name of its pool.</param>
    /// <param name="path">Its path.</param>
    /// <param name="known">Its format, where that is known; null to go by its first bytes.</param>
    public static Volume? Look(string pool, string path, VolumeFormat? known)
    {
        try
        {
            using var file = LinuxFile.Open(path, OpenFlags.Read | OpenFlags.NonBlocking);
            var identity = FileIdentity.Of(file);
            return identity.Kind is FileKind.Regular or FileKind.BlockDevice ? Describe(pool, path, file, identity, known) : null;
        }
        catch (LinuxException gone) when (gone.Name is "ENOENT" or "ELOOP" or "ENXIO" or "ENOTDIR")
        {
            return null;
        }
        catch (LinuxException refused)
        {
            return Bare(pool, path, VolumeFormat.Raw) with { Problem = $"It cannot be opened: {refused.Message}." };
        }
    }

    /// <summary>How an image begins, as far as its first bytes tell; raw when they tell nothing.</summary>
    public static VolumeFormat FormatOf(ReadOnlySpan<byte> start) => Qcow2Header.IsAtStartOf(start)
        ? VolumeFormat.Qcow2
        : ForeignFormats.Find(start) is { } name ? ParseName(name) ?? VolumeFormat.Raw : VolumeFormat.Raw;

    /// <summary>QEMU's name of a format.</summary>
    public static VolumeFormat? ParseName(string? name) => name switch
    {
        "raw" => VolumeFormat.Raw,
        "qcow2" => VolumeFormat.Qcow2,
        "vmdk" => VolumeFormat.Vmdk,
        "vhdx" => VolumeFormat.Vhdx,
        "vpc" => VolumeFormat.Vpc,
        "vdi" => VolumeFormat.Vdi,
        "qed" => VolumeFormat.Qed,
        "qcow" => VolumeFormat.Qcow,
        _ => null,
    };

    /// <summary>Reads the header of a qcow2 image.</summary>
    /// <exception cref="FormatException">It is damaged; the message says how.</exception>
    public static Qcow2Header ReadHeader(SafeFileHandle file)
    {
        var start = ReadStart(file, FirstLook);
        try
        {
            return Qcow2Header.Parse(start);
        }
        catch (FormatException) when (start.Length == FirstLook)
        {
            return Qcow2Header.Parse(ReadStart(file, Qcow2Header.Reach));
        }
    }

    private static Volume Describe(string pool, string path, SafeFileHandle file, FileIdentity identity, VolumeFormat? known)
    {
        var start = ReadStart(file, 512);
        var format = known ?? FormatOf(start);
        var space = FileSpace.Of(path);
        var volume = Bare(pool, path, format == VolumeFormat.Raw && known is null && IsIso(path, file) ? VolumeFormat.Iso : format) with
        {
            Type = identity.Kind == FileKind.BlockDevice ? VolumeType.Block : VolumeType.File,
            Capacity = space.Length,
            Allocation = space.Allocated,
            Physical = space.Length,
            Source = identity.Kind == FileKind.BlockDevice ? new BlockDiskSource { Path = path } : new FileDiskSource { Path = path },
            Permissions = new VolumePermissions(identity.Uid, identity.Gid, PoolFolder.Octal(identity.Permissions)),
            ModifiedAt = DateTimeOffset.UnixEpoch.AddTicks(identity.ModifiedNanoseconds / 100),
        };
        return format switch
        {
            VolumeFormat.Qcow2 => WithHeader(volume, path, file),
            VolumeFormat.Raw or VolumeFormat.Iso => volume with { Encrypted = IsLuks(start) },
            _ => volume with { Capacity = ForeignCapacity.Of(format, file, start) ?? space.Length },
        };
    }

    // The mark is six bytes, of which the last two are no text (LUKS on-disk format, section "header").
    private static bool IsLuks(byte[] start) => start.AsSpan().StartsWith((ReadOnlySpan<byte>)[0x4C, 0x55, 0x4B, 0x53, 0xBA, 0xBE]);

    private static Volume WithHeader(Volume volume, string path, SafeFileHandle file)
    {
        try
        {
            var header = ReadHeader(file);
            return volume with
            {
                Capacity = header.VirtualSize,
                Encrypted = header.IsEncrypted,
                Backing = FileChain.BackingOf(path, header),
                Qcow2 = new Qcow2Details(
                    header.Version,
                    header.ClusterSize,
                    header.LazyRefcounts,
                    header.ExtendedL2,
                    header.DataFile is { } data ? Path.GetFullPath(data, Path.GetDirectoryName(path)!) : null,
                    header.UsesZstd ? Qcow2Compression.Zstd : Qcow2Compression.Zlib)
                {
                    Snapshots = header.Snapshots == 0 ? null : header.Snapshots,
                },
            };
        }
        catch (FormatException damage)
        {
            return volume with { Problem = $"It is no sound qcow2 image: {damage.Message}." };
        }
    }

    private static Volume Bare(string pool, string path, VolumeFormat format) => new()
    {
        Pool = pool,
        Name = Path.GetFileName(path),
        Key = path,
        Type = VolumeType.File,
        Format = format,
        Capacity = 0,
        Allocation = 0,
        Physical = 0,
    };

    // Only files that call themselves so are looked at again: of thousands of raw disks each look counts.
    private static bool IsIso(string path, SafeFileHandle file)
    {
        if (!path.EndsWith(".iso", StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        Span<byte> mark = stackalloc byte[5];
        return RandomAccess.Read(file, mark, IsoMarkAt) == mark.Length && mark.SequenceEqual("CD001"u8);
    }

    private static byte[] ReadStart(SafeFileHandle file, int length)
    {
        var buffer = new byte[length];
        var filled = 0;
        while (filled < length && RandomAccess.Read(file, buffer.AsSpan(filled), filled) is var read and > 0)
        {
            filled += read;
        }

        return buffer[..filled];
    }
}
