using System.Collections.Concurrent;
using Lodge.Engine.Ports;
using Lodge.Model.Checkpoints;

namespace Lodge.Engine.Checkpoints;

/// <summary>The checkpoints of all VMs, as they are durable. Who changes a VM's record holds the VM.</summary>
internal sealed class CheckpointBook(ICheckpointStore store)
{
    private readonly ConcurrentDictionary<Guid, VmCheckpoints> _sets = new();

    /// <summary>The VMs that have any.</summary>
    public IReadOnlyList<Guid> Vms => [.. _sets.Keys];

    /// <summary>Reads all records.</summary>
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        foreach (var set in await store.LoadAsync(cancellationToken))
        {
            _sets[set.VmId] = set;
        }
    }

    /// <summary>A VM's checkpoints.</summary>
    public VmCheckpoints Of(Guid vmId) => _sets.GetValueOrDefault(vmId) ?? new VmCheckpoints { VmId = vmId };

    /// <summary>Replaces a VM's record; durable afterwards.</summary>
    public async Task SaveAsync(VmCheckpoints set)
    {
        await store.SaveAsync(set, CancellationToken.None);
        if (set.IsEmpty)
        {
            _sets.TryRemove(set.VmId, out _);
        }
        else
        {
            _sets[set.VmId] = set;
        }
    }

    /// <summary>Removes the record of a VM that is gone.</summary>
    public Task ForgetAsync(Guid vmId) => _sets.ContainsKey(vmId) ? SaveAsync(new VmCheckpoints { VmId = vmId }) : Task.CompletedTask;
}
