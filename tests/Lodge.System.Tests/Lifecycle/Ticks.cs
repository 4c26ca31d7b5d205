using System.Globalization;
using System.Text.RegularExpressions;
using Lodge.TestSupport.Guests;

namespace Lodge.System.Tests.Lifecycle;

/// <summary>Reads the counter that a guest with <c>lodge.tick=1</c> prints each second.</summary>
internal static partial class Ticks
{
    /// <summary>All ticks in a console's text, in its order.</summary>
    public static IReadOnlyList<int> In(string text) =>
        [.. Tick().Matches(text).Select(match => int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture))];

    /// <summary>Waits for the next tick.</summary>
    /// <returns>Its number.</returns>
    public static async Task<int> NextAsync(GuestConsole console)
    {
        var match = await console.SeesMatchAsync(Tick().ToString(), console.Text.Length);
        return int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture);
    }

    /// <summary>Whether each number is the one before plus one.</summary>
    public static void AreWithoutGap(IReadOnlyList<int> ticks) => Assert.Equal(Enumerable.Range(ticks[0], ticks.Count), ticks);

    [GeneratedRegex(@"lodge-tiny: tick (\d+)\r?\n")]
    private static partial Regex Tick();
}
