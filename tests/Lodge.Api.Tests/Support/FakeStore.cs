using Lodge.Engine.Ports;
using Lodge.Model.Jobs;
using Lodge.Model.Vms;
using Lodge.Model.Vms.States;

namespace Lodge.Api.Tests.Support;

/// <summary>Keeps nothing, and numbers events from where it is told.</summary>
internal sealed class FakeStore(long firstSequence) : IStore
{
    public Task<IReadOnlyList<StoredVm>> LoadVmsAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<StoredVm>>([]);

    public Task SaveVmAsync(VmDefinition definition, long revision, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task SaveStatusAsync(Guid vmId, VmStatus status, IReadOnlyList<string> lastWords, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task DeleteVmAsync(Guid vmId, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task SaveJobAsync(Job job, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<IReadOnlyList<Job>> LoadJobsAsync(int limit, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<Job>>([]);

    public Task<long> ReserveSequencesAsync(int count, CancellationToken cancellationToken) => Task.FromResult(firstSequence);
}
