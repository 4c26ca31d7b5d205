using Lodge.Engine.Storage.Pools;
using Lodge.Model.Errors;
using Lodge.Model.Storage;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Devices;

namespace Lodge.Engine.Storage.Volumes;

/// <summary>Finds out where the volumes are that disks of VMs name.</summary>
internal sealed class VolumeResolver(StorageCore core)
{
    /// <summary>The definition with the place and the format of each volume.</summary>
    /// <param name="definition">The definition.</param>
    /// <param name="starting">Whether the VM is about to run: then each volume must be there. Else one that is not found stays as it was.</param>
    /// <param name="cancellationToken">Ends the looking.</param>
    /// <exception cref="LodgeException">A volume is not there, or must not be used so.</exception>
    public async Task<VmDefinition> ResolveAsync(VmDefinition definition, bool starting, CancellationToken cancellationToken)
    {
        if (!definition.Disks.Any(disk => disk.Source is VolumeDiskSource))
        {
            return definition;
        }

        if (starting)
        {
            await core.Opening.WaitAsync(cancellationToken);
        }

        var disks = new List<DiskDefinition>();
        foreach (var disk in definition.Disks)
        {
            disks.Add(disk.Source is VolumeDiskSource source ? await ResolveAsync(disk, source, starting, cancellationToken) : disk);
        }

        return definition with { Disks = disks };
    }

    /// <summary>
    /// The paths of volumes on this host that are based on others, looked up now where the pool answers, else as they were
    /// last seen.
    /// </summary>
    public async Task<IReadOnlyList<(string Path, string Backing)>> FindBasedAsync(CancellationToken cancellationToken)
    {
        var found = new List<(string, string)>();
        foreach (var pool in core.Inventory.List().Where(pool => pool.Definition.Backend.TargetPath() is not null))
        {
            found.AddRange((await SeenAsync(pool, cancellationToken)).Where(volume => volume.Backing is not null).Select(volume => (volume.Key, volume.Backing!.Name)));
        }

        return found;
    }

    private async Task<IReadOnlyList<Volume>> SeenAsync(Pool pool, CancellationToken cancellationToken)
    {
        try
        {
            return pool.State is PoolState.Running or PoolState.Degraded ? await core.Catalogue.ListAsync(pool, cancellationToken) : core.Catalogue.Known(pool);
        }
        catch (LodgeException)
        {
            return core.Catalogue.Known(pool);
        }
    }

    private async Task<DiskDefinition> ResolveAsync(DiskDefinition disk, VolumeDiskSource source, bool starting, CancellationToken cancellationToken)
    {
        try
        {
            var pool = core.Inventory.Get(source.Pool);
            PoolErrors.ThrowUnlessUsable(pool, $"give the disk '{disk.Name ?? source.Volume}'");
            var volume = await core.Catalogue.GetAsync(pool, source.Volume, cancellationToken);
            core.Origins.ThrowIfUnsound(volume);
            ThrowIfWritten(disk, pool);
            return disk with
            {
                Source = source with { At = volume.Source },
                Format = disk.Format ?? FormatOf(volume),
                Encryption = disk.Encryption ?? (volume is { Encrypted: true, SecretId: { } secret } ? new DiskEncryption { Secret = secret } : null),
            };
        }
        catch (LodgeException) when (!starting)
        {
            return disk;
        }
    }

    private static void ThrowIfWritten(DiskDefinition disk, Pool pool)
    {
        if (pool.Capabilities.ReadOnly && !disk.ReadOnly && disk.Device != DiskDevice.Cdrom)
        {
            throw new LodgeException(
                ErrorCode.InvalidArgument, $"The storage pool '{pool.Name}' can only be read, and the disk '{disk.Name}' would be written.", "Make the disk readOnly, or clone the volume into another pool.");
        }
    }

    private static DiskFormat FormatOf(Volume volume) => volume.Format switch
    {
        VolumeFormat.Qcow2 => DiskFormat.Qcow2,
        VolumeFormat.Raw or VolumeFormat.Iso => DiskFormat.Raw,
        var foreign => throw new LodgeException(
            ErrorCode.BadFile, $"The volume '{volume.Name}' is {foreign.ToString().ToLowerInvariant()}, which Lodge does not run from.", "Convert it first with 'lodge volume convert'."),
    };
}
