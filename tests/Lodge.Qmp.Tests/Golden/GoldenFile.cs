using System.Runtime.CompilerServices;

namespace Lodge.Qmp.Tests.Golden;

/// <summary>The bytes that a real QEMU sent, kept next to this file.</summary>
internal static class GoldenFile
{
    /// <summary>Whether this run is to capture them anew.</summary>
    public static bool IsCapturing => Environment.GetEnvironmentVariable("LODGE_UPDATE_GOLDEN") == "1";

    public static string Read(string name) => File.ReadAllText(PathOf(name));

    public static void Write(string name, string text) => File.WriteAllText(PathOf(name), text);

    private static string PathOf(string name, [CallerFilePath] string here = "") =>
        Path.Combine(Path.GetDirectoryName(here)!, name);
}
