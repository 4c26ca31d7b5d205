namespace Lodge.Model.Text;

/// <summary>Finds what somebody probably meant to type.</summary>
public static class Suggestion
{
    /// <summary>The candidate nearest to <paramref name="typed"/>; null when none is near enough.</summary>
    /// <param name="typed">What was typed.</param>
    /// <param name="candidates">What there is.</param>
    public static string? For(string typed, IEnumerable<string> candidates)
    {
        var limit = Math.Max(1, typed.Length / 3);
        return candidates
            .Where(candidate => Math.Abs(candidate.Length - typed.Length) <= limit)
            .Select(candidate => (candidate, distance: Distance(typed, candidate)))
            .Where(pair => pair.distance <= limit)
            .OrderBy(pair => pair.distance)
            .ThenBy(pair => pair.candidate, StringComparer.Ordinal)
            .Select(pair => pair.candidate)
            .FirstOrDefault();
    }

    // Edits of one letter, and swaps of two neighbours, that lead from a to b (optimal string alignment).
    private static int Distance(string a, string b)
    {
        var rows = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
        {
            for (var j = 0; j <= b.Length; j++)
            {
                rows[i, j] = (i, j) switch
                {
                    (0, _) => j,
                    (_, 0) => i,
                    _ => Math.Min(
                        Math.Min(rows[i - 1, j], rows[i, j - 1]) + 1,
                        rows[i - 1, j - 1] + (Same(a[i - 1], b[j - 1]) ? 0 : 1)),
                };
                if (i > 1 && j > 1 && Same(a[i - 1], b[j - 2]) && Same(a[i - 2], b[j - 1]))
                {
                    rows[i, j] = Math.Min(rows[i, j], rows[i - 2, j - 2] + 1);
                }
            }
        }

        return rows[a.Length, b.Length];
    }

    private static bool Same(char x, char y) => char.ToUpperInvariant(x) == char.ToUpperInvariant(y);
}
