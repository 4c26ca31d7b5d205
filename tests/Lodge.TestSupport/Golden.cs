using System.Runtime.CompilerServices;

namespace Lodge.TestSupport;

/// <summary>Compares with a file beside the test; <c>LODGE_UPDATE_GOLDEN=1</c> writes the file instead.</summary>
public static class Golden
{
    /// <summary>Fails when the text differs from the file.</summary>
    /// <param name="file">Path relative to the test's source file.</param>
    /// <param name="actual">What the test made.</param>
    /// <param name="caller">Filled in by the compiler.</param>
    public static void Compare(string file, string actual, [CallerFilePath] string caller = "")
    {
        var path = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(caller)!, file));
        if (Environment.GetEnvironmentVariable("LODGE_UPDATE_GOLDEN") == "1")
        {
            File.WriteAllText(path, actual);
            return;
        }

        var expected = File.Exists(path) ? File.ReadAllText(path) : "";
        if (expected != actual)
        {
            throw new InvalidOperationException($"{path} differs from what the test made (LODGE_UPDATE_GOLDEN=1 accepts it):\n{FirstDifference(expected, actual)}");
        }
    }

    private static string FirstDifference(string expected, string actual)
    {
        var (old, now) = (expected.Split('\n'), actual.Split('\n'));
        var line = Enumerable.Range(0, Math.Max(old.Length, now.Length)).First(i => old.ElementAtOrDefault(i) != now.ElementAtOrDefault(i));
        return $"line {line + 1}\n- {old.ElementAtOrDefault(line)}\n+ {now.ElementAtOrDefault(line)}";
    }
}
