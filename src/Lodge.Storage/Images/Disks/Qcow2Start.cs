using System.Buffers.Binary;
using System.Text;

namespace Lodge.Storage.Images.Disks;

/// <summary>What an image needs of a qcow2 header: docs/interop/qcow2.txt in QEMU's tree. Numbers are big-endian.</summary>
/// <param name="VirtualSize">What a guest sees of it, bytes.</param>
/// <param name="BackingFile">The backing file as written; null for none.</param>
/// <param name="HasExternalData">Whether the guest's data is in yet another file.</param>
/// <param name="IsEncrypted">Whether it is encrypted.</param>
internal sealed record Qcow2Start(long VirtualSize, string? BackingFile, bool HasExternalData, bool IsEncrypted)
{
    private const int Version2Length = 72;
    private const int FeaturesAt = 72;
    private const int Reach = 64 * 1024;
    private const ulong ExternalData = 1UL << 2;

    /// <summary>Reads the header of a file; null when it is no sound qcow2 header.</summary>
    public static async Task<Qcow2Start?> ReadAsync(string path, CancellationToken cancellationToken)
    {
        await using var file = File.OpenRead(path);
        var start = new byte[Math.Min(Reach, file.Length)];
        await file.ReadExactlyAsync(start, cancellationToken);
        return Parse(start);
    }

    /// <summary>Reads a header; null when it is none.</summary>
    public static Qcow2Start? Parse(ReadOnlySpan<byte> start)
    {
        if (DiskHeaders.Of(start) != DiskHeader.Qcow2 || start.Length < Version2Length)
        {
            return null;
        }

        var version = BinaryPrimitives.ReadUInt32BigEndian(start[4..]);
        var backingAt = BinaryPrimitives.ReadUInt64BigEndian(start[8..]);
        var backingLength = BinaryPrimitives.ReadUInt32BigEndian(start[16..]);
        var hasBacking = backingAt != 0 && backingLength != 0;
        if (version is not (2 or 3) || (hasBacking && (backingAt > (ulong)start.Length || backingAt + backingLength > (ulong)start.Length)))
        {
            return null;
        }

        var features = version == 3 && start.Length >= FeaturesAt + 8 ? BinaryPrimitives.ReadUInt64BigEndian(start[FeaturesAt..]) : 0;
        return new Qcow2Start(
            (long)BinaryPrimitives.ReadUInt64BigEndian(start[24..]),
            hasBacking ? Encoding.UTF8.GetString(start.Slice((int)backingAt, (int)backingLength)) : null,
            (features & ExternalData) != 0,
            BinaryPrimitives.ReadUInt32BigEndian(start[32..]) != 0);
    }
}
