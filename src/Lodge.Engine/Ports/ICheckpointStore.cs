using Lodge.Model.Checkpoints;

namespace Lodge.Engine.Ports;

/// <summary>Durable checkpoints: one record a VM. When a call has completed, a power cut loses nothing of it.</summary>
public interface ICheckpointStore
{
    /// <summary>Reads all records.</summary>
    Task<IReadOnlyList<VmCheckpoints>> LoadAsync(CancellationToken cancellationToken);

    /// <summary>Replaces a VM's record. An empty one is removed.</summary>
    Task SaveAsync(VmCheckpoints checkpoints, CancellationToken cancellationToken);
}
