using System.Text.Json;
using System.Text.Json.Serialization;

namespace Lodge.Qemu.Companions.SharedFolders;

/// <summary>
/// Finds virtiofsd: by the descriptions that distributions install for QEMU's helpers (docs/interop/vhost-user.json in
/// QEMU's tree), else where distributions have it.
/// </summary>
internal static class VirtiofsdDiscovery
{
    // An administrator's folder comes before the distribution's; within one, the order of names is the priority.
    private static readonly string[] Folders = ["/etc/qemu/vhost-user", "/usr/share/qemu/vhost-user"];

    private static readonly string[] WellKnown = ["/usr/libexec/virtiofsd", "/usr/lib/virtiofsd", "/usr/lib/qemu/virtiofsd"];

    /// <summary>The one to use; null when none is installed.</summary>
    public static VirtiofsdProgram? Find() => Find(Folders, WellKnown);

    internal static VirtiofsdProgram? Find(IEnumerable<string> folders, IEnumerable<string> wellKnown)
    {
        var path = folders
            .Where(Directory.Exists)
            .SelectMany(folder => Directory.GetFiles(folder, "*.json").Order(StringComparer.Ordinal))
            .Select(TryRead)
            .Concat(wellKnown)
            .FirstOrDefault(File.Exists);
        return path is null ? null : new VirtiofsdProgram(path, DialectOf(path));
    }

    /// <summary>
    /// Tells the dialects apart without running the program: the name of the option that only the Rust one has for
    /// its folder is part of its text.
    /// </summary>
    internal static VirtiofsdDialect DialectOf(string path)
    {
        try
        {
            return File.ReadAllBytes(path).AsSpan().IndexOf("shared-dir"u8) >= 0 ? VirtiofsdDialect.Rust : VirtiofsdDialect.C;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return VirtiofsdDialect.Rust; // The one that is still made.
        }
    }

    private static string? TryRead(string description)
    {
        try
        {
            var backend = JsonSerializer.Deserialize(File.ReadAllBytes(description), BackendJson.Default.BackendDescription);
            return backend is { Type: "fs" } ? backend.Binary : null;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }
}

/// <summary>The part of a helper's description that matters here.</summary>
internal sealed record BackendDescription(
    [property: JsonPropertyName("type")] string Type, [property: JsonPropertyName("binary")] string Binary);

/// <summary>JSON of helpers' descriptions.</summary>
[JsonSourceGenerationOptions(RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(BackendDescription))]
internal sealed partial class BackendJson : JsonSerializerContext;
