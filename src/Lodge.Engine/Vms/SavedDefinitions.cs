using Lodge.Engine.Ports;
using Lodge.Model.Errors;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Changes;

namespace Lodge.Engine.Vms;

/// <summary>
/// What saved states say of their VMs, and what else they may say: anything that the guest does not see, such as the
/// files behind its disks, or who may watch it.
/// </summary>
public sealed class SavedDefinitions
{
    private readonly VmCore _core;
    private readonly ISavedStates _files;

    internal SavedDefinitions(VmCore core, ISavedStates files) => (_core, _files) = (core, files);

    /// <summary>Gives a saved state another definition.</summary>
    /// <param name="path">Absolute path of the saved state.</param>
    /// <param name="rewrite">Makes the other definition of the one that the saved state has; it may throw.</param>
    /// <param name="paused">Whether the guest stands still when it is brought back; null: as the saved state says.</param>
    /// <param name="cancellationToken">Ends the work; the file stays as it was then.</param>
    /// <exception cref="LodgeException">There is no such file, or the guest would notice the difference.</exception>
    public async Task ReplaceAsync(string path, Func<VmDefinition, VmDefinition> rewrite, bool? paused, CancellationToken cancellationToken)
    {
        var header = await _files.ReadHeaderAsync(path, cancellationToken);
        await RewriteAsync(path, header, rewrite(header.Definition), paused, cancellationToken);
    }

    /// <summary>Gives a VM's managed save another definition.</summary>
    /// <param name="vm">Name or id.</param>
    /// <param name="rewrite">Makes the other definition of the one that the saved state has; it may throw.</param>
    /// <param name="paused">Whether the guest stands still when it is brought back; null: as the saved state says.</param>
    /// <param name="cancellationToken">Ends the work; the save stays as it was then.</param>
    /// <exception cref="LodgeException">The VM has no managed save, or the guest would notice the difference.</exception>
    public async Task ReplaceManagedAsync(string vm, Func<VmDefinition, VmDefinition> rewrite, bool? paused, CancellationToken cancellationToken)
    {
        var id = _core.Inventory.Get(vm).Id;
        using var pass = await _core.Gates.EnterAsync(id, "change of the save", cancellationToken);
        var present = VmSaving.ThrowUnlessSaved(_core.Inventory.Get(id));
        var header = await _files.ReadHeaderAsync(_files.ManagedPath(id), cancellationToken);
        var definition = rewrite(header.Definition with { Name = present.Name });
        if (definition.Name != present.Name)
        {
            throw new LodgeException(
                ErrorCode.Unsupported, $"The managed save is of VM '{present.Name}', and the other definition is named '{definition.Name}'.", "Leave the name as it is.");
        }

        await RewriteAsync(_files.ManagedPath(id), header, definition, paused, cancellationToken);
    }

    private async Task RewriteAsync(string path, SavedStateHeader header, VmDefinition definition, bool? paused, CancellationToken cancellationToken)
    {
        var fitting = await FitAsync(header.Definition, definition, cancellationToken);
        await _files.ReplaceHeaderAsync(path, header with { Definition = fitting, WasPaused = paused ?? header.WasPaused }, cancellationToken);
    }

    /// <summary>The complete definition for a saved guest, which must find everything as it left it.</summary>
    /// <param name="saved">What the guest was saved with.</param>
    /// <param name="wanted">What it shall be brought back with.</param>
    /// <param name="cancellationToken">Ends the looking into images.</param>
    /// <exception cref="LodgeException">It is another VM, or the guest would notice the difference.</exception>
    internal async Task<VmDefinition> FitAsync(VmDefinition saved, VmDefinition wanted, CancellationToken cancellationToken)
    {
        if (wanted.Id != Guid.Empty && wanted.Id != saved.Id)
        {
            throw new LodgeException(
                ErrorCode.Unsupported, $"The saved state is of VM {saved.Id}, and the other definition of VM {wanted.Id}.", "Leave the id as it is.");
        }

        var complete = await _core.Completion.CompleteAsync(wanted with { Id = saved.Id }, saved, null, cancellationToken);
        var seen = GuestView.Differences(saved, complete);
        return seen.Count == 0
            ? complete
            : throw new LodgeException(
                ErrorCode.Unsupported,
                $"The guest of VM '{saved.Name}' was saved in the middle of its work and would notice that its VM changed: {string.Join(", ", seen)}.",
                "Change only what the host sees: files behind disks, networks, displays, tuning; or start the guest anew without its saved state.");
    }
}
