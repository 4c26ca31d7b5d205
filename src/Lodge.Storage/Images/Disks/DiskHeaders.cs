using System.Buffers.Binary;

namespace Lodge.Storage.Images.Disks;

/// <summary>What the first bytes of a file say that it is.</summary>
internal enum DiskHeader
{
    /// <summary>Nothing that is known: plain bytes, or not the file of a disk at all.</summary>
    Unknown,

    /// <summary>qcow2.</summary>
    Qcow2,

    /// <summary>VMDK in one sparse file.</summary>
    Vmdk,

    /// <summary>VHDX.</summary>
    Vhdx,

    /// <summary>VDI.</summary>
    Vdi,

    /// <summary>A format that images cannot be made from: QED, VHD, LUKS, xz, gzip, and VMDKs that name further files.</summary>
    Other,
}

/// <summary>Recognises files of disks.</summary>
/// <remarks>The magic numbers are those of the formats' own specifications, and of block/*.c in QEMU's tree.</remarks>
internal static class DiskHeaders
{
    /// <summary>How many bytes from the start are enough.</summary>
    public const int Reach = 512;

    private const uint VdiSignature = 0xBEDA107F;
    private const int VdiSignatureAt = 64;
    private const int VmdkCapacityAt = 12;

    /// <summary>What a file is that begins so.</summary>
    public static DiskHeader Of(ReadOnlySpan<byte> start) =>
        start.StartsWith((ReadOnlySpan<byte>)[(byte)'Q', (byte)'F', (byte)'I', 0xFB]) ? DiskHeader.Qcow2
        : start.StartsWith("COWD"u8) || start.StartsWith("KDMV"u8) ? IsVmdkByItself(start) ? DiskHeader.Vmdk : DiskHeader.Other
        : start.StartsWith("# Disk DescriptorFile"u8) ? DiskHeader.Other
        : start.StartsWith("vhdxfile"u8) ? DiskHeader.Vhdx
        : start.Length >= VdiSignatureAt + 4 && BinaryPrimitives.ReadUInt32LittleEndian(start[VdiSignatureAt..]) == VdiSignature ? DiskHeader.Vdi
        : start.StartsWith("QED\0"u8) || start.StartsWith("conectix"u8) || start.StartsWith("LUKS"u8)
            || start.StartsWith((ReadOnlySpan<byte>)[0xFD, (byte)'7', (byte)'z', (byte)'X', (byte)'Z']) || start.StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B]) ? DiskHeader.Other
        : DiskHeader.Unknown;

    // One without a capacity of its own is only a list of other files, which could be any of the host's.
    private static bool IsVmdkByItself(ReadOnlySpan<byte> start) =>
        start.StartsWith("COWD"u8) || (start.Length >= VmdkCapacityAt + 8 && BinaryPrimitives.ReadUInt64LittleEndian(start[VmdkCapacityAt..]) != 0);

    /// <summary>What the file at a path is.</summary>
    public static async Task<DiskHeader> OfFileAsync(string path, CancellationToken cancellationToken)
    {
        await using var file = File.OpenRead(path);
        var start = new byte[Reach];
        var length = await file.ReadAtLeastAsync(start, Reach, throwOnEndOfStream: false, cancellationToken);
        return Of(start.AsSpan(0, length));
    }
}
