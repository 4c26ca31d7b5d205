using Lodge.Model.Errors;

namespace Lodge.Engine.Ports;

/// <summary>What snapshots keep besides disks: the guest's memory, and what firmware and TPM remember.</summary>
public interface ISnapshotFiles
{
    /// <summary>Makes room for a snapshot.</summary>
    /// <returns>Absolute path of the file that the guest's memory is to be written to, if it is.</returns>
    /// <exception cref="LodgeException">The state folder cannot be written.</exception>
    string Prepare(Guid vmId, Guid snapshotId);

    /// <summary>Whether the VM has firmware or a TPM that remember something.</summary>
    bool HasState(Guid vmId);

    /// <summary>Copies what firmware and TPM remember into a snapshot; durable afterwards.</summary>
    /// <exception cref="LodgeException">It cannot be copied.</exception>
    Task KeepAsync(Guid vmId, Guid snapshotId, CancellationToken cancellationToken);

    /// <summary>Notes what is needed to load the memory of an internal snapshot, where <see cref="Prepare"/> said; durable afterwards.</summary>
    /// <exception cref="LodgeException">It cannot be written.</exception>
    Task DescribeMemoryAsync(Guid vmId, Guid snapshotId, SavedStateHeader header, CancellationToken cancellationToken);

    /// <summary>Brings back what firmware and TPM remembered; safe to repeat. The VM does not run.</summary>
    /// <exception cref="LodgeException">It cannot be copied.</exception>
    Task BringBackAsync(Guid vmId, Guid snapshotId, CancellationToken cancellationToken);

    /// <summary>Deletes what was kept; nothing when there is nothing.</summary>
    /// <exception cref="LodgeException">The kernel refused.</exception>
    Task DeleteAsync(Guid vmId, Guid snapshotId, CancellationToken cancellationToken);
}
