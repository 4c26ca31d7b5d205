using System.Globalization;

namespace Lodge.Qemu.Host;

/// <summary>The host's memory, from <c>/proc/meminfo</c> (proc(5)).</summary>
/// <param name="TotalBytes">All of it.</param>
/// <param name="AvailableBytes">What programs could take now without swapping, by the kernel's estimate.</param>
/// <param name="FreeSwapBytes">Free swap space.</param>
internal sealed record MemoryInfo(long TotalBytes, long AvailableBytes, long FreeSwapBytes)
{
    /// <summary>Reads it.</summary>
    public static MemoryInfo Read() => Parse(File.ReadAllLines("/proc/meminfo"));

    internal static MemoryInfo Parse(IReadOnlyList<string> lines) =>
        new(Find(lines, "MemTotal:"), Find(lines, "MemAvailable:"), Find(lines, "SwapFree:"));

    private static long Find(IReadOnlyList<string> lines, string field)
    {
        var line = lines.FirstOrDefault(line => line.StartsWith(field, StringComparison.Ordinal));
        var number = line?[field.Length..].Trim().Split(' ')[0];
        return long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var kib) ? kib << 10 : 0;
    }
}
