using System.Runtime.CompilerServices;

namespace Lodge.Cli.Tests.Support;

/// <summary>Compares a text with the file that holds what it should be; LODGE_UPDATE_GOLDEN=1 writes the file.</summary>
internal static class GoldenFile
{
    /// <summary>Compares with a file below <c>Golden/</c>.</summary>
    public static void Matches(string name, string actual) => MatchesFile(Path.Combine(Root(), "Golden", name), actual);

    /// <summary>Compares with a file of the repository.</summary>
    public static void MatchesInRepository(string path, string actual) =>
        MatchesFile(Path.GetFullPath(Path.Combine(Root(), "..", "..", path)), actual);

    private static void MatchesFile(string file, string actual)
    {
        if (Environment.GetEnvironmentVariable("LODGE_UPDATE_GOLDEN") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, actual);
            return;
        }

        Assert.True(File.Exists(file), $"{file} is missing; run the tests once with LODGE_UPDATE_GOLDEN=1 and read what it says");
        Assert.Equal(File.ReadAllText(file), actual);
    }

    private static string Root([CallerFilePath] string here = "") => Path.GetDirectoryName(Path.GetDirectoryName(here))!;
}
