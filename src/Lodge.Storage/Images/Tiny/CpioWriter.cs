using System.Text;

namespace Lodge.Storage.Images.Tiny;

/// <summary>
/// Writes archives in the 'newc' format of cpio, the one that Linux unpacks as its initial file system (Linux,
/// Documentation/driver-api/early-userspace/buffer-format.rst): a header of ASCII hex fields, name and content, each
/// padded to four bytes. Owners are root and times are zero, so that equal entries make equal bytes.
/// </summary>
internal static class CpioWriter
{
    private const string Magic = "070701";
    private const string TrailerName = "TRAILER!!!";
    private const int Alignment = 4;

    public static async Task WriteAsync(
        Stream archive, IEnumerable<CpioEntry> entries, CancellationToken cancellation)
    {
        var inode = 0;
        foreach (var entry in entries)
        {
            await archive.WriteAsync(Header(entry, ++inode), cancellation);
            await archive.WriteAsync(entry.Content, cancellation);
            await archive.WriteAsync(new byte[Padding(entry.Content.Length)], cancellation);
        }

        await archive.WriteAsync(Header(new(TrailerName, 0, default), 0), cancellation);
    }

    /// <summary>The header of an entry with its name, padded.</summary>
    private static byte[] Header(CpioEntry entry, int inode)
    {
        var name = Encoding.UTF8.GetBytes(entry.Path + '\0');
        int[] fields =
        [
            inode,
            entry.Mode,
            0, // owner
            0, // group
            1, // links
            0, // modification time
            entry.Content.Length,
            0, // device that the entry was on, major
            0, // and minor
            entry.Major,
            entry.Minor,
            name.Length,
            0, // checksum, which this format does not use
        ];
        var head = Encoding.ASCII.GetBytes(Magic + string.Concat(fields.Select(field => field.ToString("X8"))));
        return [.. head, .. name, .. new byte[Padding(head.Length + name.Length)]];
    }

    private static int Padding(int length) => (Alignment - length % Alignment) % Alignment;
}
