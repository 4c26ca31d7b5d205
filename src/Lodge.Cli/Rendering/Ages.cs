using System.Globalization;

namespace Lodge.Cli.Rendering;

/// <summary>Lengths of time and points in time for people.</summary>
internal static class Ages
{
    /// <summary>Such as <c>12 s</c>, <c>5 min</c>, <c>2 h 07 min</c>, <c>3 d 4 h</c>.</summary>
    public static string Length(TimeSpan length) => length switch
    {
        { TotalSeconds: < 1 } => "0 s",
        { TotalMinutes: < 1 } => Invariant($"{(int)length.TotalSeconds} s"),
        { TotalHours: < 1 } => Invariant($"{(int)length.TotalMinutes} min"),
        { TotalDays: < 1 } => Invariant($"{(int)length.TotalHours} h {length.Minutes:00} min"),
        _ => Invariant($"{(int)length.TotalDays} d {length.Hours} h"),
    };

    /// <summary>Such as <c>2026-05-01 12:00:00Z</c>.</summary>
    public static string Moment(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>Such as <c>2026-05-01 12:00:00Z (5 min ago)</c>.</summary>
    public static string Since(DateTimeOffset time, DateTimeOffset now) => $"{Moment(time)} ({Length(now - time)} ago)";

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
