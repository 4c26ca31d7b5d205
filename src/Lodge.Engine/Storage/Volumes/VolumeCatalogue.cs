using System.Collections.Concurrent;
using Lodge.Engine.Storage.Pools;
using Lodge.Model.Errors;
using Lodge.Model.Storage;
using Lodge.Model.Storage.Validation;
using Lodge.Model.Text;

namespace Lodge.Engine.Storage.Volumes;

/// <summary>The volumes of pools: listed anew on demand, and remembered as they were last seen.</summary>
internal sealed class VolumeCatalogue(StorageCore core)
{
    private static readonly TimeSpan s_listing = TimeSpan.FromSeconds(60);

    private readonly ConcurrentDictionary<Guid, IReadOnlyList<Volume>> _seen = new();

    /// <summary>The volumes of a pool as they were last listed, by name. Waits for nothing.</summary>
    public IReadOnlyList<Volume> Known(Pool pool) => _seen.GetValueOrDefault(pool.Id) ?? [];

    /// <summary>Lists the volumes of a pool, by name.</summary>
    /// <exception cref="LodgeException">It is not in use, or cannot be reached.</exception>
    public async Task<IReadOnlyList<Volume>> ListAsync(Pool pool, CancellationToken cancellationToken)
    {
        PoolErrors.ThrowUnlessUsable(pool, "be listed");
        var found = await core.Calls.RunAsync(pool.Definition, "list its volumes", s_listing, (driver, access, token) => driver.Volumes.ListAsync(access, token), cancellationToken);
        var formats = core.Use.FormatsOfDisks();
        IReadOnlyList<Volume> volumes = [.. found.Select(volume => Trusted(pool, volume, formats)).OrderBy(volume => volume.Name, StringComparer.Ordinal)];
        _seen[pool.Id] = volumes;
        core.Inventory.Update(pool.Id, now => now with { VolumeCount = volumes.Count });
        return volumes;
    }

    /// <summary>One volume with all its details; null when there is none.</summary>
    /// <exception cref="LodgeException">The pool is not in use, or cannot be reached.</exception>
    public async Task<Volume?> FindAsync(Pool pool, string name, CancellationToken cancellationToken)
    {
        PoolErrors.ThrowUnlessUsable(pool, "be searched");
        if (StorageNames.WhyNot(name) is not null)
        {
            return null;
        }

        var formats = core.Use.FormatsOfDisks();
        var known = core.Records.Find(pool.Id, name)?.Format;
        var found = await core.Calls.RunAsync(
            pool.Definition, $"find the volume '{name}'", PoolCalls.Look, (driver, access, token) => driver.Volumes.FindAsync(access, name, known, token), cancellationToken);
        if (found is not null && known is null && found.Format != VolumeFormat.Raw && IsRawDisk(found, formats))
        {
            found = await core.Calls.RunAsync(
                pool.Definition, $"find the volume '{name}'", PoolCalls.Look, (driver, access, token) => driver.Volumes.FindAsync(access, name, VolumeFormat.Raw, token), cancellationToken);
        }

        return found is null ? null : Trusted(pool, found, formats);
    }

    /// <summary>One volume with all its details.</summary>
    /// <exception cref="LodgeException"><see cref="ErrorCode.VolumeNotFound"/>, with the nearest name when there is one.</exception>
    public async Task<Volume> GetAsync(Pool pool, string name, CancellationToken cancellationToken)
    {
        if (await FindAsync(pool, name, cancellationToken) is { } found)
        {
            return found;
        }

        var near = Suggestion.For(name, Known(pool).Select(volume => volume.Name));
        throw new LodgeException(
            ErrorCode.VolumeNotFound,
            $"The storage pool '{pool.Name}' has no volume '{StorageNames.Shown(name)}'.",
            near is null ? $"List them with 'lodge volume list {pool.Name}'." : $"Did you mean '{near}'?");
    }

    /// <summary>The volume with a path or address, in whatever pool in use; null when none has it.</summary>
    public async Task<(Pool Pool, Volume Volume)?> FindByKeyAsync(string key, CancellationToken cancellationToken)
    {
        foreach (var pool in core.Inventory.List().Where(pool => pool.State is PoolState.Running or PoolState.Degraded))
        {
            var name = pool.Definition.Backend.TargetPath() is { } folder && Path.GetDirectoryName(key) == folder
                ? Path.GetFileName(key)
                : Known(pool).FirstOrDefault(volume => volume.Key == key)?.Name;
            if (name is not null && await FindAsync(pool, name, cancellationToken) is { } found && found.Key == key)
            {
                return (pool, found);
            }
        }

        return null;
    }

    /// <summary>Forgets what was seen of a pool.</summary>
    public void Forget(Guid pool) => _seen.TryRemove(pool, out _);

    /// <summary>Takes up what became of a volume, without a new listing; null where it is gone.</summary>
    public void Note(Pool pool, string name, Volume? volume)
    {
        _seen.AddOrUpdate(
            pool.Id,
            _ => volume is null ? [] : [volume],
            (_, seen) => [.. seen.Where(other => other.Name != name).Concat(volume is null ? [] : [volume]).OrderBy(other => other.Name, StringComparer.Ordinal)]);
        var count = Known(pool).Count;
        core.Inventory.Update(pool.Id, now => now.VolumeCount is null ? now : now with { VolumeCount = count });
    }

    // What Lodge or a VM's definition says of the format counts; what the bytes say could have been written by a guest.
    private Volume Trusted(Pool pool, Volume volume, Dictionary<string, VolumeFormat> disks)
    {
        var record = core.Records.Find(pool.Id, volume.Name);
        var known = record?.Format ?? (IsRawDisk(volume, disks) ? VolumeFormat.Raw : null);
        var trusted = volume with { Pool = pool.Name, SecretId = record?.SecretId ?? volume.SecretId };
        if (known is null || known == volume.Format || (known == VolumeFormat.Raw && volume.Format == VolumeFormat.Iso))
        {
            return trusted;
        }

        return known == VolumeFormat.Raw
            ? trusted with
            {
                Format = VolumeFormat.Raw,
                Capacity = volume.Physical,
                Backing = null,
                Chain = null,
                Qcow2 = null,
                Encrypted = record?.SecretId is not null,
                Problem = $"It is raw, and begins as a {volume.Format.ToString().ToLowerInvariant()} image would; Lodge does not fall for that.",
            }
            : trusted with { Format = known.Value, Problem = trusted.Problem ?? $"It was made as {known.Value.ToString().ToLowerInvariant()}, and does not begin so any more." };
    }

    private static bool IsRawDisk(Volume volume, Dictionary<string, VolumeFormat> disks) => disks.GetValueOrDefault(volume.Key, VolumeFormat.Qcow2) == VolumeFormat.Raw;
}
