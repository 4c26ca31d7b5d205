using Lodge.Engine.Ports;
using Lodge.Model.Errors;

namespace Lodge.TestSupport.Engine;

internal sealed class FakeSavedStates(FakeWorld world, Fate fate) : ISavedStates
{
    public string ManagedPath(Guid vmId) => FakeWorld.ManagedPath(vmId);

    public IReadOnlySet<Guid> ListManaged() => world.SavedFiles
        .Where(file => file.Key == ManagedPath(file.Value.Definition.Id) && !world.ConsumedSaves.ContainsKey(file.Value.Definition.Id))
        .Select(file => file.Value.Definition.Id)
        .ToHashSet();

    public Task<SavedStateHeader> ReadHeaderAsync(string path, CancellationToken cancellationToken) =>
        world.SavedFiles.TryGetValue(path, out var header) && !world.ConsumedSaves.ContainsKey(header.Definition.Id)
            ? Task.FromResult(header)
            : throw new LodgeException(ErrorCode.FileNotFound, $"There is no saved state {path}.");

    public Task ReplaceHeaderAsync(string path, SavedStateHeader header, CancellationToken cancellationToken)
    {
        Touching(() => world.SavedFiles[path] = header);
        return Task.CompletedTask;
    }

    public void MarkConsumed(Guid vmId) => Touching(() => world.ConsumedSaves[vmId] = true);

    public void UnmarkConsumed(Guid vmId) => Touching(() => world.ConsumedSaves.TryRemove(vmId, out _));

    public void Delete(Guid vmId) => Touching(() =>
    {
        world.SavedFiles.TryRemove(ManagedPath(vmId), out _);
        world.PartialFiles.TryRemove(ManagedPath(vmId), out _);
        world.ConsumedSaves.TryRemove(vmId, out _);
    });

    public void DeleteLeftovers(Guid vmId) => Touching(() =>
    {
        world.PartialFiles.TryRemove(ManagedPath(vmId), out _);
        if (world.ConsumedSaves.TryRemove(vmId, out _))
        {
            world.SavedFiles.TryRemove(ManagedPath(vmId), out _);
        }
    });

    private void Touching(Action act)
    {
        fate.Touch();
        act();
        fate.Touch();
    }
}
