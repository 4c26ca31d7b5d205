using System.Buffers.Binary;
using System.Text;

namespace Lodge.Model.Storage.Formats;

/// <summary>
/// What Lodge needs of a qcow2 header: docs/interop/qcow2.txt in QEMU's tree. All numbers are big-endian.
/// </summary>
/// <param name="VirtualSize">Size that the guest sees, bytes.</param>
/// <param name="BackingFile">Name of the backing file as written; null for none.</param>
/// <param name="BackingFormat">Format of the backing file; null when the image does not say.</param>
/// <param name="HasExternalData">Whether the guest's data is in yet another file.</param>
/// <param name="Encryption">Number of its method of encryption: 0 none, 1 AES, 2 LUKS.</param>
public sealed record Qcow2Header(
    long VirtualSize, string? BackingFile, string? BackingFormat, bool HasExternalData, uint Encryption)
{
    private const uint OldEncryption = 1;

    /// <summary>2 or 3.</summary>
    public int Version { get; init; } = 3;

    /// <summary>Bytes of a cluster: a power of two, 512 to 2 MiB.</summary>
    public long ClusterSize { get; init; } = 65536;

    /// <summary>Whether reference counts may lag behind.</summary>
    public bool LazyRefcounts { get; init; }

    /// <summary>Whether clusters are divided into 32 subclusters.</summary>
    public bool ExtendedL2 { get; init; }

    /// <summary>Name of the file with the guest's data as written; null when the image does not say.</summary>
    public string? DataFile { get; init; }

    /// <summary>Whether compressed clusters are compressed with Zstandard instead of zlib.</summary>
    public bool UsesZstd { get; init; }

    /// <summary>How many internal snapshots it has.</summary>
    public long Snapshots { get; init; }

    /// <summary>How many bytes from the start of an image are enough to parse.</summary>
    public const int Reach = 64 * 1024;

    private const uint Magic = 0x514649FB;
    private const int Version2Length = 72;
    private const int Version3Length = 104;
    private const int LongestName = 1023;
    private const ulong ExternalDataBit = 1UL << 2;
    private const ulong ExtendedL2Bit = 1UL << 4;
    private const ulong LazyRefcountsBit = 1UL << 0;
    private const int CompressionTypeAt = 104;
    private const uint EndOfExtensions = 0;
    private const uint BackingFormatExtension = 0xE2792ACA;
    private const uint DataFileExtension = 0x44415441;

    /// <summary>Whether it is encrypted, in any way.</summary>
    public bool IsEncrypted => Encryption != 0;

    /// <summary>Whether it is encrypted by the method that LUKS replaced.</summary>
    public bool IsEncryptedOldWay => Encryption == OldEncryption;

    /// <summary>Whether an image begins as qcow2 of a version that QEMU knows.</summary>
    public static bool IsAtStartOf(ReadOnlySpan<byte> start) =>
        start.Length >= 8 && BinaryPrimitives.ReadUInt32BigEndian(start) == Magic
        && BinaryPrimitives.ReadUInt32BigEndian(start[4..]) is 2 or 3;

    /// <summary>Reads the header.</summary>
    /// <param name="start">The first bytes of the image, as many as it has up to <see cref="Reach"/>.</param>
    /// <exception cref="FormatException">It is damaged; the message says how.</exception>
    public static Qcow2Header Parse(ReadOnlySpan<byte> start)
    {
        if (!IsAtStartOf(start))
        {
            throw new FormatException("it does not begin as a qcow2 image of version 2 or 3");
        }

        var version = BinaryPrimitives.ReadUInt32BigEndian(start[4..]);
        var headerLength = version == 2 ? Version2Length : Version3HeaderLength(start);
        if (start.Length < headerLength)
        {
            throw new FormatException("it ends within its header");
        }

        var incompatible = version == 3 ? BinaryPrimitives.ReadUInt64BigEndian(start[72..]) : 0;
        var external = (incompatible & ExternalDataBit) != 0;
        return new Qcow2Header(
            Size(start),
            BackingName(start),
            FindExtension(start, headerLength, BackingFormatExtension),
            external,
            BinaryPrimitives.ReadUInt32BigEndian(start[32..]))
        {
            Version = (int)version,
            ClusterSize = Cluster(start),
            LazyRefcounts = version == 3 && (BinaryPrimitives.ReadUInt64BigEndian(start[80..]) & LazyRefcountsBit) != 0,
            ExtendedL2 = (incompatible & ExtendedL2Bit) != 0,
            DataFile = external ? FindExtension(start, headerLength, DataFileExtension) : null,
            UsesZstd = headerLength > CompressionTypeAt && start[CompressionTypeAt] == 1,
            Snapshots = BinaryPrimitives.ReadUInt32BigEndian(start[60..]),
        };
    }

    private static long Size(ReadOnlySpan<byte> start) => BinaryPrimitives.ReadUInt64BigEndian(start[24..]) is var size && size <= long.MaxValue
        ? (long)size
        : throw new FormatException($"its header claims that the guest sees {size} bytes");

    private static long Cluster(ReadOnlySpan<byte> start) => BinaryPrimitives.ReadUInt32BigEndian(start[20..]) is var bits && bits is >= 9 and <= 21
        ? 1L << (int)bits
        : throw new FormatException($"its header claims clusters of 2^{bits} bytes");

    private static int Version3HeaderLength(ReadOnlySpan<byte> start)
    {
        if (start.Length < Version3Length)
        {
            throw new FormatException("it ends within its header");
        }

        var length = BinaryPrimitives.ReadUInt32BigEndian(start[100..]);
        return length is >= Version3Length and <= Reach && length % 8 == 0
            ? (int)length
            : throw new FormatException($"its header claims to have {length} bytes");
    }

    private static string? BackingName(ReadOnlySpan<byte> start)
    {
        var offset = BinaryPrimitives.ReadUInt64BigEndian(start[8..]);
        var length = BinaryPrimitives.ReadUInt32BigEndian(start[16..]);
        if (offset == 0 || length == 0)
        {
            return null;
        }

        if (length > LongestName || offset > (ulong)start.Length || offset + length > (ulong)start.Length)
        {
            throw new FormatException("the name of its backing file lies outside of its first cluster, or is too long");
        }

        return Encoding.UTF8.GetString(start.Slice((int)offset, (int)length));
    }

    private static string? FindExtension(ReadOnlySpan<byte> start, int headerLength, uint wanted)
    {
        for (var at = headerLength; at + 8 <= start.Length;)
        {
            var type = BinaryPrimitives.ReadUInt32BigEndian(start[at..]);
            var length = BinaryPrimitives.ReadUInt32BigEndian(start[(at + 4)..]);
            if (type == EndOfExtensions)
            {
                return null;
            }

            if (length > (uint)(start.Length - at - 8))
            {
                throw new FormatException("one of its header extensions is longer than the image");
            }

            if (type == wanted)
            {
                return Encoding.UTF8.GetString(start.Slice(at + 8, (int)length));
            }

            at += 8 + (((int)length + 7) & ~7);
        }

        return null;
    }
}
