using System.Collections.Concurrent;
using System.Text.Json;
using Lodge.Engine.Ports;
using Lodge.Model.Errors;

namespace Lodge.Api.Tests.Support;

/// <summary>Saved states that are nothing but their head.</summary>
internal sealed class FakeSavedStates(string folder) : ISavedStates
{
    private readonly ConcurrentDictionary<Guid, bool> _consumed = new();

    public static void Write(string path, SavedStateHeader header) =>
        File.WriteAllBytes(path, JsonSerializer.SerializeToUtf8Bytes(header, EngineJson.Default.SavedStateHeader));

    public string ManagedPath(Guid vmId) => Path.Combine(folder, $"{vmId}.save");

    public IReadOnlySet<Guid> ListManaged() => new HashSet<Guid>();

    public Task<SavedStateHeader> ReadHeaderAsync(string path, CancellationToken cancellationToken) => File.Exists(path)
        ? Task.FromResult(JsonSerializer.Deserialize(File.ReadAllBytes(path), EngineJson.Default.SavedStateHeader)!)
        : Task.FromException<SavedStateHeader>(new LodgeException(ErrorCode.FileNotFound, $"{path} does not exist.", "Check the path."));

    public void MarkConsumed(Guid vmId) => _consumed[vmId] = true;

    public void UnmarkConsumed(Guid vmId) => _consumed.TryRemove(vmId, out _);

    public void Delete(Guid vmId) => File.Delete(ManagedPath(vmId));

    public void DeleteLeftovers(Guid vmId)
    {
    }
}
