using System.Text;
using Lodge.Linux.Errors;
using Lodge.Linux.Interop;

namespace Lodge.Linux.Files;

/// <summary>The small text files of /proc, /sys and control groups.</summary>
internal static class KernelFile
{
    /// <summary>Writes a text in one call, as these files want it.</summary>
    /// <exception cref="LinuxException">The kernel refused.</exception>
    public static unsafe void Write(string path, string text)
    {
        var bytes = Encoding.ASCII.GetBytes(text);
        using var file = LinuxFile.Open(path, OpenFlags.Write);

        // SAFETY: the array is pinned for the call and its own length is passed.
        fixed (byte* data = bytes)
        {
            LinuxException.Check((int)FileCalls.Write(file, data, bytes.Length), "write", path);
        }
    }

    /// <summary>The text of a file, or null when it does not exist or cannot be read.</summary>
    public static string? TryRead(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
