using System.Buffers.Binary;
using System.Text;

namespace Lodge.Qemu.Images;

/// <summary>
/// The bytes of an empty qcow2 image (version 3) on top of another: header, extension with the backing format, name of
/// the backing file, one table of reference counts, and an L1 table of zeros (docs/interop/qcow2.txt in QEMU's tree).
/// It is written here because qemu-img would open the image below it, which a running QEMU may have locked.
/// </summary>
internal static class Qcow2Overlay
{
    /// <summary>The longest name of a backing file, bytes of UTF-8.</summary>
    public const int LongestName = 1023;

    private const int ClusterBits = 16;
    private const int Cluster = 1 << ClusterBits;
    private const int HeaderLength = 104;
    private const int RefcountTableAt = 1;
    private const int RefcountBlockAt = 2;
    private const int L1At = 3;
    private const uint BackingFormatExtension = 0xE2792ACA;

    // Each entry of the L1 table stands for a table of 8,192 clusters.
    private const long BytesForL1Entry = (long)Cluster * (Cluster / 8);

    /// <summary>Makes the image; what is left out at its end is zeros up to <see cref="LengthFor"/>.</summary>
    /// <param name="virtualSize">Size that the guest sees, bytes.</param>
    /// <param name="backing">Absolute path of the image below, up to <see cref="LongestName"/> bytes.</param>
    /// <param name="format">QEMU's name of that image's format.</param>
    public static byte[] Write(long virtualSize, string backing, string format)
    {
        var (name, formatName) = (Encoding.UTF8.GetBytes(backing), Encoding.UTF8.GetBytes(format));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(name.Length, LongestName);
        var image = new byte[L1At * Cluster];
        var nameAt = HeaderLength + 8 + ((formatName.Length + 7) & ~7) + 8;
        BinaryPrimitives.WriteUInt32BigEndian(image, 0x514649FB);
        BinaryPrimitives.WriteUInt32BigEndian(image.AsSpan(4), 3);
        BinaryPrimitives.WriteUInt64BigEndian(image.AsSpan(8), (ulong)nameAt);
        BinaryPrimitives.WriteUInt32BigEndian(image.AsSpan(16), (uint)name.Length);
        BinaryPrimitives.WriteUInt32BigEndian(image.AsSpan(20), ClusterBits);
        BinaryPrimitives.WriteUInt64BigEndian(image.AsSpan(24), (ulong)virtualSize);
        BinaryPrimitives.WriteUInt32BigEndian(image.AsSpan(36), (uint)L1Entries(virtualSize));
        BinaryPrimitives.WriteUInt64BigEndian(image.AsSpan(40), (ulong)L1At * Cluster);
        BinaryPrimitives.WriteUInt64BigEndian(image.AsSpan(48), (ulong)RefcountTableAt * Cluster);
        BinaryPrimitives.WriteUInt32BigEndian(image.AsSpan(56), 1);
        BinaryPrimitives.WriteUInt32BigEndian(image.AsSpan(96), 4); // Reference counts of 16 bits.
        BinaryPrimitives.WriteUInt32BigEndian(image.AsSpan(100), HeaderLength);
        BinaryPrimitives.WriteUInt32BigEndian(image.AsSpan(HeaderLength), BackingFormatExtension);
        BinaryPrimitives.WriteUInt32BigEndian(image.AsSpan(HeaderLength + 4), (uint)formatName.Length);
        formatName.CopyTo(image, HeaderLength + 8);
        name.CopyTo(image, nameAt);
        BinaryPrimitives.WriteUInt64BigEndian(image.AsSpan(RefcountTableAt * Cluster), (ulong)RefcountBlockAt * Cluster);
        for (var cluster = 0; cluster < L1At + L1Clusters(virtualSize); cluster++)
        {
            BinaryPrimitives.WriteUInt16BigEndian(image.AsSpan((RefcountBlockAt * Cluster) + (cluster * 2)), 1);
        }

        return image;
    }

    /// <summary>The length of the whole file, bytes.</summary>
    public static long LengthFor(long virtualSize) => (L1At + L1Clusters(virtualSize)) * Cluster;

    private static long L1Entries(long virtualSize) => Math.Max(1, (virtualSize + BytesForL1Entry - 1) / BytesForL1Entry);

    private static long L1Clusters(long virtualSize) => ((L1Entries(virtualSize) * 8) + Cluster - 1) / Cluster;
}
