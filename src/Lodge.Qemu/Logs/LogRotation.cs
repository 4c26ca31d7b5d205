using System.Globalization;

namespace Lodge.Qemu.Logs;

/// <summary>
/// Sets a grown log aside by copying it and then emptying it in place: QEMU holds the file open to append, and so
/// goes on at its new beginning.
/// </summary>
internal static class LogRotation
{
    /// <summary>A log's parts, oldest first, whether they exist or not.</summary>
    public static IReadOnlyList<string> PartsOf(string log, int keep) =>
        [.. Enumerable.Range(1, keep).Reverse().Select(number => Part(log, number)), log];

    /// <summary>Rotates a log that has outgrown its limit; does nothing else.</summary>
    public static void RotateIfGrown(string log, LogLimits limits)
    {
        var file = new FileInfo(log);
        if (!file.Exists || file.Length <= limits.MaxBytes)
        {
            return;
        }

        for (var number = limits.Keep; number > 1; number--)
        {
            MoveIfThere(Part(log, number - 1), Part(log, number));
        }

        CopyAndEmpty(log, Part(log, 1));
    }

    // What QEMU appends while the copy is made is copied too, until there is nothing more; then the file is emptied.
    // Between that last look and the emptying a few bytes can be lost.
    private static void CopyAndEmpty(string log, string aside)
    {
        using var source = new FileStream(log, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        using var target = new FileStream(aside, FileMode.Create, FileAccess.Write, FileShare.Read);
        File.SetUnixFileMode(target.SafeFileHandle, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        do
        {
            source.CopyTo(target);
        }
        while (source.Position < source.Length);

        target.Flush();
        source.SetLength(0);
    }

    private static void MoveIfThere(string from, string to)
    {
        if (File.Exists(from))
        {
            File.Move(from, to, overwrite: true);
        }
    }

    private static string Part(string log, int number) => string.Create(CultureInfo.InvariantCulture, $"{log}.{number}");
}
