using Lodge.Model.Vms;

namespace Lodge.Engine.Ports;

/// <summary>Files that hold the memory of saved VMs.</summary>
public interface ISavedStates
{
    /// <summary>Where the managed save of a VM lives.</summary>
    string ManagedPath(Guid vmId);

    /// <summary>Ids of all VMs with a managed save.</summary>
    IReadOnlySet<Guid> ListManaged();

    /// <summary>Reads what a saved state is of.</summary>
    /// <exception cref="Model.Errors.LodgeException">The file is missing, unreadable, or no saved state.</exception>
    Task<SavedStateHeader> ReadHeaderAsync(string path, CancellationToken cancellationToken);

    /// <summary>
    /// Writes another head to a saved state; what the guest's memory holds stays. A whole new file takes the place of the
    /// old one, so that there is one of them whatever happens.
    /// </summary>
    /// <exception cref="Model.Errors.LodgeException">The file is missing, no saved state, or cannot be written.</exception>
    Task ReplaceHeaderAsync(string path, SavedStateHeader header, CancellationToken cancellationToken);

    /// <summary>
    /// Marks a managed save as used up, durably, in the moment before its guest runs on: from then on it must never
    /// be restored again, since the guest changes its disks.
    /// </summary>
    void MarkConsumed(Guid vmId);

    /// <summary>Undoes <see cref="MarkConsumed"/> when the guest has certainly not run.</summary>
    void UnmarkConsumed(Guid vmId);

    /// <summary>Deletes the managed save of a VM, consumed or not, and temporary files of an interrupted save.</summary>
    void Delete(Guid vmId);

    /// <summary>Deletes what interrupted saves and restores left.</summary>
    void DeleteLeftovers(Guid vmId);
}

/// <summary>The readable head of a saved state.</summary>
public sealed record SavedStateHeader
{
    /// <summary>The VM as it ran.</summary>
    public required VmDefinition Definition { get; init; }

    /// <summary>Whether it was paused when the save was asked for.</summary>
    public required bool WasPaused { get; init; }

    /// <summary>When it was saved.</summary>
    public required DateTimeOffset SavedAt { get; init; }

    /// <summary>Version of the QEMU that wrote it.</summary>
    public required string QemuVersion { get; init; }

    /// <summary>
    /// How guest code ran, which the restoring QEMU must do alike, since the guest has seen its processor;
    /// <see cref="Accelerator.Auto"/> until the hypervisor fills it in.
    /// </summary>
    public Accelerator Accel { get; init; }

    /// <summary>The internal snapshot of the disks' images that holds the memory, which is not in this file then; null for none.</summary>
    public string? Tag { get; init; }

    /// <summary>Names of the disks whose images have <see cref="Tag"/>; the memory is in that of the first.</summary>
    public IReadOnlyList<string>? TaggedDisks { get; init; }

    /// <summary>Exact machine type in use, which the restoring QEMU must have.</summary>
    public required string MachineName { get; init; }
}
