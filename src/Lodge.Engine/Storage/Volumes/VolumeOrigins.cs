using Lodge.Engine.Ports;
using Lodge.Model.Errors;
using Lodge.Model.Storage;
using Lodge.Model.Vms.Devices;

namespace Lodge.Engine.Storage.Volumes;

/// <summary>What a volume is made of or based on: found, and proven to lead nowhere that it should not.</summary>
internal sealed class VolumeOrigins(StorageCore core)
{
    /// <summary>A volume as an origin.</summary>
    /// <exception cref="LodgeException">It is damaged, or what it is based on lies outside of all pools.</exception>
    public VolumeOrigin Of(Volume volume)
    {
        ThrowIfUnsound(volume);
        return new VolumeOrigin(
            volume.Source ?? throw new LodgeException(ErrorCode.Unsupported, $"The volume '{volume.Name}' is nothing that a disk could be made of.", "Choose another volume."),
            volume.Format == VolumeFormat.Iso ? VolumeFormat.Raw : volume.Format,
            volume.Capacity,
            volume.Encrypted ? volume.SecretId : null,
            volume.Backing is not null,
            volume.Chain);
    }

    /// <summary>What a new volume shall be based on.</summary>
    /// <exception cref="LodgeException">There is no such volume, or it cannot be used so.</exception>
    public async Task<VolumeOrigin> OfAsync(BackingRequest backing, Pool pool, CancellationToken cancellationToken)
    {
        if (backing.Volume is { } name)
        {
            var home = backing.Pool is null ? pool : core.Inventory.Get(backing.Pool);
            var volume = await core.Catalogue.GetAsync(home, name, cancellationToken);
            var origin = Of(volume);
            return origin.Format is VolumeFormat.Raw or VolumeFormat.Qcow2
                ? origin
                : throw new LodgeException(ErrorCode.Unsupported, $"The volume '{name}' is {origin.Format.ToString().ToLowerInvariant()}, and only raw and qcow2 images can be based on.", "Convert it first with 'lodge volume convert'.");
        }

        var chain = await core.Host.ReadChainAsync(backing.Path!, backing.Format!.Value, cancellationToken);
        return chain.FirstOrDefault(layer => layer.Problem is not null) is { } bad
            ? throw new LodgeException(ErrorCode.BadFile, $"'{backing.Path}' cannot be based on: {bad.Problem}")
            : new VolumeOrigin(new FileDiskSource { Path = backing.Path! }, backing.Format.Value, 0, null, chain.Count > 0, chain);
    }

    /// <summary>Refuses a volume that is damaged, or that leads to files that are in no pool: whoever made it may not read these.</summary>
    /// <exception cref="LodgeException"><see cref="ErrorCode.BadFile"/>.</exception>
    public void ThrowIfUnsound(Volume volume)
    {
        if (volume.Problem is { } problem && volume.Format != VolumeFormat.Raw)
        {
            throw new LodgeException(ErrorCode.BadFile, $"The volume '{volume.Name}' of the storage pool '{volume.Pool}' cannot be used: {problem}");
        }

        foreach (var layer in volume.Chain ?? [])
        {
            if (layer.Problem is { } broken)
            {
                throw new LodgeException(ErrorCode.BadFile, $"The volume '{volume.Name}' of the storage pool '{volume.Pool}' is based on '{layer.Name}', which cannot be used: {broken}");
            }

            if (layer.Name.StartsWith('/') && !IsInPool(layer.Name))
            {
                throw new LodgeException(
                    ErrorCode.BadFile,
                    $"The volume '{volume.Name}' of the storage pool '{volume.Pool}' is based on '{layer.Name}', which lies in no storage pool.",
                    "If that is right, define a pool for its folder; if not, the image is not to be trusted.");
            }
        }
    }

    // The folder of a disk's or a target's devices has those of others, too.
    private bool IsInPool(string path) => core.Inventory.List().Where(pool => pool.IsActive).Any(pool => pool.Definition.Backend switch
    {
        DiskPoolBackend or IscsiPoolBackend => core.Catalogue.Known(pool).Any(volume => volume.Key == path),
        var backend => backend.TargetPath() is { } folder && path.StartsWith($"{folder}/", StringComparison.Ordinal),
    });
}
