using Lodge.Engine.Ports;
using Lodge.Model.Jobs;
using Lodge.Model.Vms;
using Lodge.Model.Vms.States;

namespace Lodge.TestSupport.Engine;

internal sealed class FakeStore(FakeWorld world, Fate fate) : IStore
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

    private async Task Durably(Action act)
    {
        await Task.Yield();
        fate.Touch();
        act();
        fate.Touch();
    }
}
