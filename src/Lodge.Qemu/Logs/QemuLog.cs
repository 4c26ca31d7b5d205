using System.Globalization;
using System.Text;

namespace Lodge.Qemu.Logs;

/// <summary>
/// What QEMU prints. Each start begins with a line of Lodge's own, so that the last words of one run are never taken
/// for those of another.
/// </summary>
internal static class QemuLog
{
    private const string Marker = "==== ";
    private const int LineLimit = 20;
    private const int Reach = 64 * 1024;

    /// <summary>The line that begins a start.</summary>
    public static byte[] Heading(DateTimeOffset time, string binary, IEnumerable<string> commandLine) => Encoding.UTF8.GetBytes(
        string.Create(CultureInfo.InvariantCulture, $"{Marker}{time:yyyy-MM-ddTHH:mm:ssK} {binary} {string.Join(' ', commandLine.Select(Quote))}\n"));

    /// <summary>The last lines of the newest run; empty when there are none.</summary>
    /// <param name="path">The log.</param>
    public static IReadOnlyList<string> LastWords(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            file.Seek(-Math.Min(Reach, file.Length), SeekOrigin.End);
            var buffer = new byte[Reach];
            var read = file.ReadAtLeast(buffer, Reach, throwOnEndOfStream: false);
            return Lines(Encoding.UTF8.GetString(buffer, 0, read));
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <summary>The last lines of the newest run within the end of a log.</summary>
    internal static IReadOnlyList<string> Lines(string tail)
    {
        var lines = tail.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var heading = Array.FindLastIndex(lines, line => line.StartsWith(Marker, StringComparison.Ordinal));
        return [.. lines.Skip(heading + 1).Select(Clean).TakeLast(LineLimit)];
    }

    // QEMU repeats what the guest chose, such as names; nothing of it may steer a terminal.
    private static string Clean(string line) => string.Concat(line.Select(c => char.IsControl(c) ? ' ' : c));

    private static string Quote(string argument) => argument.Length > 0 && argument.All(c => char.IsAsciiLetterOrDigit(c) || "-_=,.:/+@%".Contains(c, StringComparison.Ordinal))
        ? argument
        : $"'{argument.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
