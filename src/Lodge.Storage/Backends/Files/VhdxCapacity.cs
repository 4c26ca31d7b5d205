using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;

namespace Lodge.Storage.Backends.Files;

/// <summary>Finds the size of the disk in a VHDX image: region table, metadata table, item (MS-VHDX, sections 2.2.3 and 2.6).</summary>
internal static class VhdxCapacity
{
    private const int RegionTableAt = 192 * 1024;
    private const int TableSize = 64 * 1024;
    private const int MostEntries = 2047;

    private static readonly Guid s_metadataRegion = new("8B7CA206-4790-4B9A-B8FE-575F050F886E");
    private static readonly Guid s_diskSize = new("2FA54224-CD1B-4876-B211-5DBED83BF4B8");

    /// <summary>Bytes; null when the tables do not tell.</summary>
    public static long? Read(SafeFileHandle file)
    {
        var table = new byte[TableSize];
        if (Fill(file, table, RegionTableAt) && Find(table, 16, 32, BinaryPrimitives.ReadUInt32LittleEndian(table.AsSpan(8)), s_metadataRegion) is { } region)
        {
            var metadata = BinaryPrimitives.ReadInt64LittleEndian(region.AsSpan(16));
            if (metadata > 0 && Fill(file, table, metadata) && Find(table, 32, 32, BinaryPrimitives.ReadUInt16LittleEndian(table.AsSpan(10)), s_diskSize) is { } item)
            {
                var size = new byte[8];
                return Fill(file, size, metadata + BinaryPrimitives.ReadUInt32LittleEndian(item.AsSpan(16))) ? BinaryPrimitives.ReadInt64LittleEndian(size) : null;
            }
        }

        return null;
    }

    private static byte[]? Find(byte[] table, int first, int size, uint count, Guid wanted)
    {
        for (var index = 0; index < Math.Min(count, MostEntries); index++)
        {
            var entry = table.AsSpan(first + (index * size));
            if (entry.Length >= size && new Guid(entry[..16]) == wanted)
            {
                return entry[..size].ToArray();
            }
        }

        return null;
    }

    private static bool Fill(SafeFileHandle file, byte[] buffer, long offset) => RandomAccess.Read(file, buffer, offset) == buffer.Length;
}
