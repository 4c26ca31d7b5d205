using Lodge.Engine.Ports;
using Lodge.Engine.Snapshots;
using Lodge.Engine.Vms;
using Lodge.Model.Errors;
using Lodge.Model.Vms;
using Microsoft.Extensions.Logging;

namespace Lodge.Engine.Images;

/// <summary>Deletes VMs, and with them, when asked to, the disks that Lodge made for them: those of images, and cloud-init's.</summary>
public sealed partial class VmDeletion
{
    private readonly VmCore _core;
    private readonly IImageDisks _disks;
    private readonly IDiskLayers _layers;
    private readonly ILogger _logger;

    internal VmDeletion(VmCore core, IImageDisks disks, IDiskLayers layers, ILogger logger) => (_core, _disks, _layers, _logger) = (core, disks, layers, logger);

    /// <summary>Deletes a VM. The definition goes first: whatever happens then, no VM is left without its disks.</summary>
    /// <param name="vm">Name or id.</param>
    /// <param name="discardSave">Also throw a managed save away; without it a VM that has one is refused.</param>
    /// <param name="withDisks">Also delete the disks that Lodge made for it, unless somebody else needs them.</param>
    /// <param name="expectedRevision">The revision that the caller saw; null to delete whatever is there.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>What became of its disks.</returns>
    /// <exception cref="LodgeException">It cannot be deleted now; nothing was changed.</exception>
    public async Task<DeletedVm> DeleteAsync(string vm, bool discardSave, bool withDisks, long? expectedRevision, CancellationToken cancellationToken)
    {
        var present = _core.Inventory.Get(vm);
        if (withDisks && present.Status.IsLive)
        {
            throw new LodgeException(
                ErrorCode.InvalidState, $"VM '{present.Name}' runs on its disks, so they are not deleted.", $"Stop it first: 'lodge stop {present.Name}'.");
        }

        var own = await FindOwnAsync(present, cancellationToken);
        await _core.Definitions.UndefineAsync(present.Id.ToString(), discardSave, withDisks ? expectedRevision ?? present.Revision : expectedRevision, cancellationToken);
        return withDisks && own.Count > 0 ? await DeleteAsync(present, own) : new DeletedVm([], own);
    }

    private async Task<DeletedVm> DeleteAsync(Vm vm, IReadOnlyList<string> own)
    {
        var deleted = new List<string>();
        try
        {
            var needed = await _core.Snapshots.Use.ElsewhereAsync(vm.Id, CancellationToken.None);
            foreach (var path in own.Where(path => !needed.Contains(path)))
            {
                _disks.Delete(path);
                deleted.Add(path);
            }
        }
        catch (Exception failure) when (failure is LodgeException or IOException or UnauthorizedAccessException)
        {
            DisksStay(_logger, vm.Name, failure.Message);
        }

        return new DeletedVm(deleted, [.. own.Except(deleted)]);
    }

    // From the top downwards, so that nothing is ever left on top of an image that is gone.
    private async Task<IReadOnlyList<string>> FindOwnAsync(Vm vm, CancellationToken cancellationToken)
    {
        var found = new List<string>();
        foreach (var disk in vm.Definition.Disks.Where(disk => disk.Source?.HostPath() is not null))
        {
            found.AddRange(await ReadChainAsync(SnapshotDisks.ImageOf(disk), cancellationToken));
        }

        return [.. found.Concat(_core.Snapshots.List(vm.Id.ToString()).Layers.Select(layer => layer.Path)).Where(_disks.IsOwn).Distinct()];
    }

    private async Task<IEnumerable<string>> ReadChainAsync(LayerFile top, CancellationToken cancellationToken)
    {
        try
        {
            return (await _layers.ReadChainAsync(top, cancellationToken)).Select(layer => layer.Path);
        }
        catch (LodgeException)
        {
            return [top.Path]; // What it stands on is not known, and stays.
        }
    }

    [LoggerMessage(2741, LogLevel.Warning, "Disks that were made for the VM {Vm}, which is deleted, stay: {Problem}")]
    private static partial void DisksStay(ILogger logger, string vm, string problem);
}
