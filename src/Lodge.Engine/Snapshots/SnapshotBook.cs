using System.Collections.Concurrent;
using Lodge.Engine.Ports;
using Lodge.Model.Errors;
using Lodge.Model.Events;
using Lodge.Model.Snapshots;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Devices;

namespace Lodge.Engine.Snapshots;

/// <summary>The snapshots of all VMs, as they are durable. Who changes a VM's record holds the VM.</summary>
internal sealed class SnapshotBook(ISnapshotStore store, Vms.VmCore core)
{
    private readonly ConcurrentDictionary<Guid, VmSnapshots> _sets = new();

    /// <summary>Reads all records.</summary>
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        foreach (var set in await store.LoadAsync(cancellationToken))
        {
            _sets[set.VmId] = set;
        }
    }

    /// <summary>A VM's snapshots.</summary>
    public VmSnapshots Of(Guid vmId) => _sets.GetValueOrDefault(vmId) ?? new VmSnapshots { VmId = vmId };

    /// <summary>All records.</summary>
    public IReadOnlyList<VmSnapshots> All => [.. _sets.Values];

    /// <summary>The VMs with images or work that somebody has to see to.</summary>
    public IReadOnlyList<Guid> Unsettled =>
        [.. _sets.Values.Where(set => set.Work is not null || set.LooseTags is { Count: > 0 } || set.Layers.Any(layer => layer.State != LayerState.Kept)).Select(set => set.VmId)];

    /// <summary>Replaces a VM's record; durable afterwards.</summary>
    public async Task SaveAsync(VmSnapshots set)
    {
        await store.SaveAsync(set, null, 0, CancellationToken.None);
        Keep(set);
    }

    /// <summary>Replaces a VM's record and its definition, both or neither; durable afterwards.</summary>
    public async Task<Vm> SaveAsync(VmSnapshots set, VmDefinition definition)
    {
        var before = core.Inventory.Get(set.VmId);
        var revision = before.Revision + 1;
        await store.SaveAsync(set, definition, revision, CancellationToken.None);
        Keep(set);
        var after = core.Inventory.Update(set.VmId, vm => vm with { Definition = definition, Revision = revision }) ?? before;
        core.States.Announce(EventKind.VmChanged, after);
        return after;
    }

    /// <summary>Removes the record of a VM that is gone.</summary>
    public Task ForgetAsync(Guid vmId) => _sets.ContainsKey(vmId) ? SaveAsync(new VmSnapshots { VmId = vmId }) : Task.CompletedTask;

    /// <summary>Refuses a definition whose guest would write to an image that a snapshot has.</summary>
    /// <exception cref="LodgeException"><see cref="ErrorCode.ImageInUse"/>.</exception>
    public void ThrowIfFrozen(VmDefinition definition)
    {
        foreach (var disk in definition.Disks.Where(disk => !disk.ReadOnly && disk.Device != DiskDevice.Cdrom))
        {
            if (disk.Source?.HostPath() is { } path && OwnerOf(path) is { } owner)
            {
                throw new LodgeException(
                    ErrorCode.ImageInUse,
                    $"'{path}' belongs to snapshot '{owner.Name}' of VM '{owner.Definition.Name}', which a guest that writes to it would destroy.",
                    "Revert to that snapshot instead, delete it first, or make the disk readOnly.");
            }
        }
    }

    private Snapshot? OwnerOf(string path) => _sets.IsEmpty
        ? null
        : _sets.Values.SelectMany(set => set.Snapshots).FirstOrDefault(snapshot => snapshot.Disks.Any(disk => disk.Path == path && disk.Tag is null));

    private void Keep(VmSnapshots set)
    {
        if (set.IsEmpty)
        {
            _sets.TryRemove(set.VmId, out _);
        }
        else
        {
            _sets[set.VmId] = set;
        }
    }
}
