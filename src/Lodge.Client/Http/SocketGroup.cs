using System.Globalization;
using System.Runtime.InteropServices;

namespace Lodge.Client.Http;

/// <summary>Finds the group whose members may open a socket, to name it in an error.</summary>
internal static partial class SocketGroup
{
    private const int AtFdCwd = -100;
    private const uint StatxMode = 0x2;
    private const uint StatxGid = 0x10;
    private const int GroupMayWrite = 0x10;
    private const string Groups = "/etc/group";

    /// <summary>Name of the group; null when it is root's, may not write, or cannot be found out.</summary>
    public static unsafe string? Of(string path)
    {
        StatxBuffer buffer;

        // SAFETY: the kernel fills at most the 256 bytes of struct statx, and buffer is exactly that large and lives
        // on this stack frame for the whole call.
        var found = Statx(AtFdCwd, path, 0, StatxMode | StatxGid, &buffer) == 0;
        return found && (buffer.Mode & GroupMayWrite) != 0 && buffer.Gid != 0 ? NameOf(buffer.Gid) : null;
    }

    private static string? NameOf(uint id)
    {
        var text = id.ToString(CultureInfo.InvariantCulture);
        return !File.Exists(Groups) ? null : File.ReadLines(Groups)
            .Select(line => line.Split(':'))
            .FirstOrDefault(parts => parts.Length >= 3 && parts[2] == text)?[0];
    }

    // SAFETY: statx(2) of the C library; the path is passed as a NUL-terminated UTF-8 copy that lives for the call.
    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static unsafe partial int Statx(int directory, string path, int flags, uint mask, StatxBuffer* buffer);

    // struct statx of linux/stat.h: the same on every architecture.
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct StatxBuffer
    {
        [FieldOffset(24)]
        public uint Gid;

        [FieldOffset(28)]
        public ushort Mode;
    }
}
