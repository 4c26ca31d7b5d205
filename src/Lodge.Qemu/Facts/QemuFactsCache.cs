using System.Text.Json;
using Lodge.Linux.Files;
using Lodge.Model.Host;
using Lodge.Model.Json;

namespace Lodge.Qemu.Facts;

/// <summary>What a probe found, kept over restarts of the daemon. Anything odd about it means: probe again.</summary>
internal sealed class QemuFactsCache(QemuOptions options)
{
    private readonly string _path = Path.Combine(options.StateFolder, "qemu-facts.json");

    /// <summary>The kept facts of this fingerprint; null when there are none.</summary>
    public QemuFacts? Read(string fingerprint)
    {
        try
        {
            var facts = JsonSerializer.Deserialize(File.ReadAllBytes(_path), ModelJson.Default.QemuFacts);
            return facts?.Fingerprint == fingerprint ? facts : null;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    /// <summary>Keeps facts.</summary>
    /// <exception cref="IOException">They cannot be written; nothing but time is lost by that.</exception>
    public Task WriteAsync(QemuFacts facts, CancellationToken cancellationToken) => DurableFile.WriteAtomicallyAsync(
        _path, JsonSerializer.SerializeToUtf8Bytes(facts with { Firmware = [] }, ModelJson.Default.QemuFacts), cancellation: cancellationToken);
}
