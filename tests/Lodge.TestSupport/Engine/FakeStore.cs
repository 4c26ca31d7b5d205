using Lodge.Engine.Ports;
using Lodge.Model.Jobs;
using Lodge.Model.Storage;
using Lodge.Model.Vms;
using Lodge.Model.Vms.States;

namespace Lodge.TestSupport.Engine;

internal sealed class FakeStore(FakeWorld world, Fate fate) : IStore, ISecretStore, IPoolStore
{
    public Task<IReadOnlyList<StoredVm>> LoadVmsAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<StoredVm>>([.. world.Database.Values]);

    public Task SaveVmAsync(VmDefinition definition, long revision, CancellationToken cancellationToken) => Durably(() =>
        world.Database[definition.Id] = world.Database.TryGetValue(definition.Id, out var old)
            ? old with { Definition = new KeptDefinition(definition), Revision = revision }
            : new StoredVm(new KeptDefinition(definition), revision, null, []));

    public Task SaveStatusAsync(Guid vmId, VmStatus status, IReadOnlyList<string> lastWords, CancellationToken cancellationToken) => Durably(() =>
    {
        if (world.Database.TryGetValue(vmId, out var old))
        {
            world.Database[vmId] = old with { Status = status, LastWords = lastWords };
        }
    });

    public Task DeleteVmAsync(Guid vmId, CancellationToken cancellationToken) => Durably(() => world.Database.TryRemove(vmId, out _));

    public Task SaveJobAsync(Job job, CancellationToken cancellationToken) => Durably(() => world.Jobs[job.Id] = job);

    public Task<IReadOnlyList<Job>> LoadJobsAsync(int limit, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<Job>>([.. world.Jobs.Values]);

    public Task<long> ReserveSequencesAsync(int count, CancellationToken cancellationToken)
    {
        var first = world.NextSequence;
        world.NextSequence += count;
        return Task.FromResult(first);
    }

    Task<IReadOnlyList<StoredSecret>> ISecretStore.LoadAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<StoredSecret>>([.. world.Secrets.Values]);

    Task ISecretStore.SaveAsync(StoredSecret secret, CancellationToken cancellationToken) => Durably(() => world.Secrets[secret.Definition.Id] = secret);

    Task ISecretStore.DeleteAsync(Guid id, CancellationToken cancellationToken) => Durably(() => world.Secrets.TryRemove(id, out _));

    Task<IReadOnlyList<StoredPool>> IPoolStore.LoadAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<StoredPool>>([.. world.Pools.Values]);

    Task IPoolStore.SaveAsync(StoredPool pool, CancellationToken cancellationToken) => Durably(() =>
    {
        world.Pools[pool.Definition.Id] = pool;
        world.HadPools = true;
    });

    Task IPoolStore.DeleteAsync(Guid id, CancellationToken cancellationToken) => Durably(() => world.Pools.TryRemove(id, out _));

    Task<bool> IPoolStore.HadPoolsAsync(CancellationToken cancellationToken) => Task.FromResult(world.HadPools);

    Task<IReadOnlyList<VolumeRecord>> IPoolStore.LoadVolumesAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<VolumeRecord>>([.. world.VolumeRecords.Values]);

    Task IPoolStore.SaveVolumeAsync(VolumeRecord volume, CancellationToken cancellationToken) => Durably(() => world.VolumeRecords[(volume.Pool, volume.Name)] = volume);

    Task IPoolStore.DeleteVolumeAsync(Guid pool, string name, CancellationToken cancellationToken) => Durably(() => world.VolumeRecords.TryRemove((pool, name), out _));

    private async Task Durably(Action act)
    {
        await Task.Yield();
        fate.Touch();
        act();
        fate.Touch();
    }
}
