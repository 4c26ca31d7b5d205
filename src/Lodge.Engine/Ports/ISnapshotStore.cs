using Lodge.Model.Snapshots;
using Lodge.Model.Vms;

namespace Lodge.Engine.Ports;

/// <summary>Durable snapshots: one record a VM. When a call has completed, a power cut loses nothing of it.</summary>
public interface ISnapshotStore
{
    /// <summary>Reads all records.</summary>
    Task<IReadOnlyList<VmSnapshots>> LoadAsync(CancellationToken cancellationToken);

    /// <summary>Replaces a VM's record, and with it the VM's definition: both, or neither. An empty record is removed.</summary>
    /// <param name="snapshots">The record.</param>
    /// <param name="definition">The definition that goes with it; null leaves it as it is.</param>
    /// <param name="revision">The definition's revision.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    Task SaveAsync(VmSnapshots snapshots, VmDefinition? definition, long revision, CancellationToken cancellationToken);
}
