using System.Globalization;
using Lodge.Model.Vms.Devices;

namespace Lodge.Model.Vms.Tuning;

/// <summary>Limits of a disk on one line.</summary>
internal static class ThrottleWords
{
    /// <summary>Such as <c>500 operations/s, read 1048576 B/s</c>.</summary>
    public static string Of(DiskThrottle throttle) => string.Join(", ", new[]
    {
        Limit("", throttle.TotalBytes, "B/s", throttle.TotalBytesMax),
        Limit("read ", throttle.ReadBytes, "B/s", throttle.ReadBytesMax),
        Limit("write ", throttle.WriteBytes, "B/s", throttle.WriteBytesMax),
        Limit("", throttle.TotalIops, "operations/s", throttle.TotalIopsMax),
        Limit("", throttle.ReadIops, "reads/s", throttle.ReadIopsMax),
        Limit("", throttle.WriteIops, "writes/s", throttle.WriteIopsMax),
    }.OfType<string>());

    private static string? Limit(string what, long? limit, string unit, long? burst) => limit is null ? null : string.Create(
        CultureInfo.InvariantCulture, $"{what}{limit} {unit}{(burst is null ? "" : string.Create(CultureInfo.InvariantCulture, $" (bursts of {burst})"))}");
}
