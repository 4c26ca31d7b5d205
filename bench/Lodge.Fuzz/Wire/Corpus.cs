using System.Text.Json;
using System.Runtime.CompilerServices;

namespace Lodge.Fuzz.Wire;

/// <summary>Frames that real programs exchanged; inputs begin as one of them.</summary>
internal static class Corpus
{
    public static List<byte[]> Read()
    {
        var frames = new List<byte[]>();
        foreach (var file in Directory.EnumerateFiles(Folder(), "*.json").Order(StringComparer.Ordinal))
        {
            using var json = JsonDocument.Parse(File.ReadAllText(file));
            frames.AddRange(json.RootElement.EnumerateArray()
                .Select(entry => Convert.FromHexString(entry.GetProperty("hex").GetString()!))
                .Where(frame => frame.Length >= 28));
        }

        return frames;
    }

    private static string Folder([CallerFilePath] string file = "") =>
        Path.Combine(Path.GetDirectoryName(file)!, "..", "..", "..", "tests", "Lodge.Libvirt.Tests", "Captures");
}
