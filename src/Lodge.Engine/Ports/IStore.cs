using Lodge.Model.Jobs;
using Lodge.Model.Vms;
using Lodge.Model.Vms.States;

namespace Lodge.Engine.Ports;

/// <summary>
/// Durable state: definitions, jobs, the number of the next event. When a call has completed, a power cut loses
/// nothing of it.
/// </summary>
public interface IStore
{
    /// <summary>Reads all definitions.</summary>
    Task<IReadOnlyList<StoredVm>> LoadVmsAsync(CancellationToken cancellationToken);

    /// <summary>Inserts or replaces a definition.</summary>
    Task SaveVmAsync(VmDefinition definition, long revision, CancellationToken cancellationToken);

    /// <summary>Keeps why a VM stopped.</summary>
    Task SaveStatusAsync(Guid vmId, VmStatus status, IReadOnlyList<string> lastWords, CancellationToken cancellationToken);

    /// <summary>
    /// Removes a definition; does nothing when it is not there. The end of the daemon cannot undo it; a power cut within the
    /// next tenth of a second can, and then the VM is there again, stopped.
    /// </summary>
    Task DeleteVmAsync(Guid vmId, CancellationToken cancellationToken);

    /// <summary>Inserts or replaces a job.</summary>
    Task SaveJobAsync(Job job, CancellationToken cancellationToken);

    /// <summary>The newest jobs, newest first.</summary>
    /// <param name="limit">How many at most.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    Task<IReadOnlyList<Job>> LoadJobsAsync(int limit, CancellationToken cancellationToken);

    /// <summary>Sets <paramref name="count"/> sequence numbers aside that no later call returns again.</summary>
    /// <returns>The first of them, 1 or more.</returns>
    Task<long> ReserveSequencesAsync(int count, CancellationToken cancellationToken);
}

/// <summary>A definition as stored.</summary>
/// <param name="Definition">The definition, read when it is looked at.</param>
/// <param name="Revision">Its revision.</param>
/// <param name="Status">Why the VM last stopped; null when it never ran.</param>
/// <param name="LastWords">What its QEMU last said, if it died by itself.</param>
public sealed record StoredVm(KeptDefinition Definition, long Revision, VmStatus? Status, IReadOnlyList<string> LastWords);
