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

    private async Task<DiskDefinition> ResolveAsync(DiskDefinition disk, VolumeDiskSource source, bool starting, CancellationToken cancellationToken)
    {
        try
        {
            var pool = core.Inventory.Get(source.Pool);
            PoolErrors.ThrowUnlessUsable(pool, $"give the disk '{disk.Name ?? source.Volume}'");
            var volume = await core.Catalogue.GetAsync(pool, source.Volume, cancellationToken);
            core.Origins.ThrowIfUnsound(volume);
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

    private static DiskFormat FormatOf(Volume volume) => volume.Format switch
    {
        VolumeFormat.Qcow2 => DiskFormat.Qcow2,
        VolumeFormat.Raw or VolumeFormat.Iso => DiskFormat.Raw,
        var foreign => throw new LodgeException(
            ErrorCode.BadFile, $"The volume '{volume.Name}' is {foreign.ToString().ToLowerInvariant()}, which Lodge does not run from.", "Convert it first with 'lodge volume convert'."),
    };
}
