using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Lodge.Libvirt.Tests.Support;

/// <summary>A message that libvirt 9.0 and virsh exchanged, byte for byte.</summary>
/// <param name="FromClient">Who sent it.</param>
/// <param name="Connection">Which connection of the file it belongs to.</param>
/// <param name="Bytes">The message, length word included; or a single byte that carried a descriptor.</param>
internal sealed record CapturedMessage(bool FromClient, int Connection, byte[] Bytes);

/// <summary>The recorded sessions beside these tests.</summary>
internal static class Capture
{
    public static IEnumerable<string> Names() =>
        Directory.EnumerateFiles(Folder(), "*.json").Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal);

    public static List<CapturedMessage> Read(string name)
    {
        using var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder(), name + ".json")));
        return [.. json.RootElement.EnumerateArray().Select(Message)];
    }

    private static CapturedMessage Message(JsonElement entry) => new(
        entry.GetProperty("dir").GetString() == "c2s",
        entry.TryGetProperty("conn", out var connection) ? connection.GetInt32() : 0,
        Convert.FromHexString(entry.GetProperty("hex").GetString()!));

    private static string Folder([CallerFilePath] string file = "") => Path.Combine(Path.GetDirectoryName(file)!, "..", "Captures");
}
