using System.Buffers.Binary;
using System.Text;
using Lodge.Model.Errors;

namespace Lodge.Qemu.Images;

/// <summary>
/// Names of the internal snapshots of a qcow2 image: the snapshot table of docs/interop/qcow2.txt in QEMU's tree. It is read here
/// because qemu-img refuses to open an image that a running QEMU has locked.
/// </summary>
internal static class Qcow2Tags
{
    private const int HeaderLength = 72;
    private const int CountAt = 60;
    private const int OffsetAt = 64;
    private const int EntryLength = 40;

    // QEMU's own limits: 65,536 snapshots, and a table of 64 MiB.
    private const uint MostSnapshots = 65536;
    private const int LongestTable = 64 << 20;
    private const int LongestEntry = EntryLength + 1024 + (2 * 65535) + 8;

    /// <summary>Reads them, in the order of the image.</summary>
    /// <param name="path">The image.</param>
    /// <param name="role">What it is, for errors.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="LodgeException">It cannot be read, or is damaged.</exception>
    public static async Task<IReadOnlyList<string>> ReadAsync(string path, string role, CancellationToken cancellationToken)
    {
        var start = await ImageFile.ReadStartAsync(path, role, HeaderLength, cancellationToken);
        var count = start.Length < HeaderLength ? 0 : BinaryPrimitives.ReadUInt32BigEndian(start.AsSpan(CountAt));
        if (count == 0)
        {
            return [];
        }

        var offset = BinaryPrimitives.ReadUInt64BigEndian(start.AsSpan(OffsetAt));
        if (count > MostSnapshots || offset > long.MaxValue)
        {
            throw Damaged(path, role);
        }

        var table = await ImageFile.ReadAsync(path, role, (long)offset, (int)Math.Min((long)count * LongestEntry, LongestTable), cancellationToken);
        return Parse(table, (int)count) ?? throw Damaged(path, role);
    }

    /// <summary>The names in a table; null when it is shorter than it says.</summary>
    /// <param name="table">The table, and what follows it.</param>
    /// <param name="count">How many entries it has.</param>
    public static IReadOnlyList<string>? Parse(ReadOnlySpan<byte> table, int count)
    {
        var names = new List<string>();
        for (var at = 0L; names.Count < count;)
        {
            if (at + EntryLength > table.Length)
            {
                return null;
            }

            var entry = table[(int)at..];
            var (idLength, nameLength) = (BinaryPrimitives.ReadUInt16BigEndian(entry[12..]), BinaryPrimitives.ReadUInt16BigEndian(entry[14..]));
            var nameAt = EntryLength + BinaryPrimitives.ReadUInt32BigEndian(entry[36..]) + (long)idLength;
            if (nameAt + nameLength > entry.Length)
            {
                return null;
            }

            names.Add(Encoding.UTF8.GetString(entry.Slice((int)nameAt, nameLength)));
            at += (nameAt + nameLength + 7) & ~7L;
        }

        return names;
    }

    private static LodgeException Damaged(string path, string role) => new(
        ErrorCode.BadFile, $"'{path}' ({role}) is no sound qcow2 image: its table of internal snapshots is damaged.", "Look at it with 'qemu-img check'.");
}
