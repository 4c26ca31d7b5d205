using System.Buffers.Binary;
using System.Text;
using Lodge.Engine.Ports;
using Lodge.Model.Errors;
using Lodge.Model.Storage.Formats;
using Lodge.Qemu.Images;

namespace Lodge.Qemu.Checkpoints;

/// <summary>
/// Reads which bitmaps a qcow2 image has, from its header extension and its directory of bitmaps (docs/interop/qcow2.txt in
/// QEMU's tree, 'Bitmaps'). All numbers are big-endian.
/// </summary>
internal static class Qcow2BitmapReader
{
    private const string Role = "disk image";
    private const uint Extension = 0x23852875;
    private const int ExtensionLength = 24;
    private const int EntryLength = 24;

    // Cleared by every program that writes to the image and knows nothing of bitmaps.
    private const ulong KeptBit = 1;

    // Of a bitmap: open for writing, and not stored since; it notes all writes.
    private const uint InUse = 1;
    private const uint Auto = 2;
    private const byte OfWrites = 1;

    // QEMU's own limit.
    private const ulong LargestDirectory = 64 << 20;

    /// <summary>Whether an image can have bitmaps: qcow2 of version 3.</summary>
    /// <exception cref="LodgeException">It cannot be read.</exception>
    public static async Task<bool> AllowsAsync(string path, CancellationToken cancellationToken) =>
        Allows(await ImageFile.ReadStartAsync(path, Role, 8, cancellationToken));

    /// <summary>The bitmaps of an image that nobody has open; null when it can have none.</summary>
    /// <exception cref="LodgeException">It cannot be read, or is damaged.</exception>
    public static async Task<IReadOnlyList<ImageBitmap>?> ReadAsync(string path, CancellationToken cancellationToken)
    {
        var start = await ImageFile.ReadStartAsync(path, Role, Qcow2Header.Reach, cancellationToken);
        if (!Allows(start))
        {
            return null;
        }

        try
        {
            if (FindDirectory(start) is not { } place)
            {
                return [];
            }

            var directory = await ImageFile.ReadAsync(path, Role, place.Offset, place.Length, cancellationToken);
            return Parse(directory, place.Count, isKept: (BinaryPrimitives.ReadUInt64BigEndian(start.AsSpan(88)) & KeptBit) != 0);
        }
        catch (Exception damage) when (damage is FormatException or ArgumentOutOfRangeException)
        {
            throw new LodgeException(ErrorCode.BadFile, $"The bitmaps of '{path}' cannot be read: the image is damaged.", "Try 'qemu-img check'.", damage);
        }
    }

    private static bool Allows(ReadOnlySpan<byte> start) => Qcow2Header.IsAtStartOf(start) && BinaryPrimitives.ReadUInt32BigEndian(start[4..]) == 3;

    private static (long Offset, int Length, int Count)? FindDirectory(ReadOnlySpan<byte> start)
    {
        for (var at = (int)Math.Min(BinaryPrimitives.ReadUInt32BigEndian(start[100..]), (uint)start.Length); at + 8 <= start.Length;)
        {
            var (type, length) = (BinaryPrimitives.ReadUInt32BigEndian(start[at..]), BinaryPrimitives.ReadUInt32BigEndian(start[(at + 4)..]));
            if (type == 0 || length > start.Length - at - 8)
            {
                return null;
            }

            if (type == Extension)
            {
                var data = start.Slice(at + 8, ExtensionLength);
                var (size, offset) = (BinaryPrimitives.ReadUInt64BigEndian(data[8..]), BinaryPrimitives.ReadUInt64BigEndian(data[16..]));
                return size <= LargestDirectory && offset <= long.MaxValue
                    ? ((long)offset, (int)size, (int)Math.Min(BinaryPrimitives.ReadUInt32BigEndian(data), int.MaxValue))
                    : throw new FormatException("its directory of bitmaps is too large");
            }

            at += 8 + (((int)length + 7) & ~7);
        }

        return null;
    }

    private static List<ImageBitmap> Parse(ReadOnlySpan<byte> directory, int count, bool isKept)
    {
        var found = new List<ImageBitmap>();
        for (var left = directory; found.Count < count;)
        {
            var flags = BinaryPrimitives.ReadUInt32BigEndian(left[12..]);
            var nameLength = BinaryPrimitives.ReadUInt16BigEndian(left[18..]);
            var extra = checked((int)Math.Min(BinaryPrimitives.ReadUInt32BigEndian(left[20..]), int.MaxValue / 2));
            var name = Encoding.UTF8.GetString(left.Slice(EntryLength + extra, nameLength));
            found.Add(new ImageBitmap(name, isKept && left[16] == OfWrites && (flags & (InUse | Auto)) == Auto, null));
            left = left[Math.Min(left.Length, (EntryLength + extra + nameLength + 7) & ~7)..];
        }

        return found;
    }
}
