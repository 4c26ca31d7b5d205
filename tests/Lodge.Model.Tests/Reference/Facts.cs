using System.Text.RegularExpressions;
using Lodge.Model.Primitives;

namespace Lodge.Model.Tests.Reference;

/// <summary>
/// What the doc comment of a field says besides its meaning. The house's habit: the range stands in it as words such as
/// "1 to 4,096", "0 or more", "at most 8 characters"; then come "Absent: what then holds." and "Changes live.".
/// </summary>
internal static partial class Facts
{
    /// <summary>The unit; empty where there is none.</summary>
    public static string Unit(string text, Type type)
    {
        if (type == typeof(ByteSize))
        {
            return "bytes";
        }

        var found = UnitWords().Match(text);
        return IsNumber(type) && found.Success ? found.Value is "Hz" or ['K', ..] ? found.Value : found.Value.ToLowerInvariant() : "";
    }

    /// <summary>Bounds and formats; empty where there are none.</summary>
    public static string Range(string text) => string.Join("; ", RangeWords().Matches(BeforeDefault(text)).Select(match => Lower(match.Value.Trim())).Distinct());

    /// <summary>What holds when the field is left out; null when nothing is said.</summary>
    public static string? Default(string text) => DefaultWords().Match(text) is { Success: true } match
        ? match.Groups[1].Value
        : text.Contains("made up when absent", StringComparison.OrdinalIgnoreCase) || text.Contains("one is made up", StringComparison.Ordinal) ? "made up, then kept"
        : text.Contains("Assigned when absent", StringComparison.Ordinal) ? "assigned, then kept"
        : null;

    /// <summary>Whether the doc comment says that the field changes while the VM runs.</summary>
    public static bool IsLive(string text) => text.Contains("hange live", StringComparison.Ordinal) || text.Contains("hanges live", StringComparison.Ordinal);

    /// <summary>Whether a type holds numbers or sizes.</summary>
    public static bool IsNumber(Type type) => type == typeof(int) || type == typeof(long) || type == typeof(uint) || type == typeof(ulong) || type == typeof(ByteSize);

    /// <summary>The meaning alone.</summary>
    public static string Meaning(string text)
    {
        var meaning = LiveWords().Replace(DefaultSentence().Replace(text, "."), "");
        return Dots().Replace(meaning, ".").Trim();
    }

    private static string Lower(string words) =>
        words.Length > 1 && char.IsUpper(words[1]) ? words : char.ToLowerInvariant(words[0]) + words[1..];

    private static string BeforeDefault(string text) => DefaultSentence().Replace(text, "");

    [GeneratedRegex(@"(?<=, )KiB( a second)?(?=,)|bytes a second|operations a second|reads a second|writes a second|milliseconds|microseconds|nanoseconds|seconds|pixels|\bHz\b|revolutions a minute|(?<!\d )\bbits\b|\bbytes\b", RegexOptions.IgnoreCase)]
    private static partial Regex UnitWords();

    // Each may have the kind before it for which alone it holds, as in "VNC: 5900 or more".
    [GeneratedRegex("""
        (?<kind>\b(?!bytes:|counted:|groups\ )(control\ groups\ v1|[A-Za-z][\w-]*):\ )?
        (-?\d+(,\d{3})*(\ \([^)]*\))?\ to\ (`[\w.]+`|the\ size|-?\d+(,\d{3})*)(\ (\w?iB|(printable\ (ASCII\ )?)?characters|bytes))?
        | \d+(,\d{3})*(\ \w?iB|\ \w+)?\ or\ more
        | [Aa]t\ (most|least)\ (the\ [\w\ ]+|`[\w.]+`|\d+(,\d{3})*(\ (\w?iB|(printable\ )?\w+))?)
        )
        | [Aa]\ power\ of\ two
        | [Aa]\ multiple\ of\ (the\ logical\ sector|the\ \w+|\d+\ \w?iB)
        | (32|64)\ bits
        | \d+\ hexadecimal\ digits
        | \d+\ characters
        | 2\ MiB\ or\ 1\ GiB
        | [Aa]bsolute\ path
        | -?\d+:\ [A-Za-z][\w']*(\ [\w']+)*
        | [Uu]nique(\ (in\ the\ VM|on\ a\ host|on\ the\ host))?
        | without\ gaps
        | [Aa]lways\ 0
        | (?<=[,;:]\ )(below|above)\ (`[\w.]+`|the\ VM's\ number\ of\ slots)
        | (?<=^|[;:]\ )0$|(?<=:\ )0,\ and\ 1
        | [Ss]uch\ as\ `[^`]+`
        | base\ 64
        """, RegexOptions.IgnorePatternWhitespace | RegexOptions.ExplicitCapture)]
    private static partial Regex RangeWords();

    [GeneratedRegex(@"(?:[Aa]bsent|[Nn]ull): ([^.]+(?:\.\d[^.]*)*)")]
    private static partial Regex DefaultWords();

    [GeneratedRegex(@"[;,]? ?([Aa]bsent|Null): [^.]+(?:\.\d[^.]*)*\.?")]
    private static partial Regex DefaultSentence();

    [GeneratedRegex(@" ?(Each )?[Cc]hanges? live[^.]*\.")]
    private static partial Regex LiveWords();

    [GeneratedRegex(@"[;,:]?\.( ?\.)+")]
    private static partial Regex Dots();
}
