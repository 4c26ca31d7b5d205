using System.Globalization;
using Lodge.Qemu.Launching;

namespace Lodge.Qemu.Panel;

/// <summary>
/// Where dumps of one VM go that nobody asked for at that moment. A guest can cause as many as it likes by not feeding its
/// watchdog, so there are never more than a few.
/// </summary>
internal sealed class DumpFolder(string folder)
{
    /// <summary>How many there are at most.</summary>
    public const int Most = 3;

    private const string Extension = ".core";

    /// <summary>Names a file for one more, and removes the oldest where there would be too many.</summary>
    /// <param name="now">The time that the name tells.</param>
    /// <exception cref="Model.Errors.LodgeException">The folder cannot be made.</exception>
    public string MakeRoom(DateTimeOffset now)
    {
        var path = Path.Combine(folder, now.UtcDateTime.ToString("yyyyMMdd'T'HHmmss.fff'Z'", CultureInfo.InvariantCulture) + Extension);
        try
        {
            PrivateFolder.Make(Path.GetDirectoryName(folder)!);
            PrivateFolder.Make(folder);
            foreach (var old in Directory.GetFiles(folder, "*" + Extension).OrderDescending(StringComparer.Ordinal).Skip(Most - 1))
            {
                File.Delete(old);
            }

            return path;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw DumpTrouble.Of(failure, path);
        }
    }
}
