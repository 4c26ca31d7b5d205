using System.Globalization;
using Lodge.Engine.Ports;
using Lodge.Model.Errors;
using Lodge.Model.Storage;
using Lodge.Storage.Backends.Files;
using Lodge.Storage.Nbd;

namespace Lodge.Storage.Backends.Iscsi;

/// <summary>Volumes that are units of an iSCSI target. The target's administrator makes and deletes them.</summary>
internal sealed class IscsiDirectVolumes(IscsiTools tools, QemuNbd server) : IVolumeDriver
{
    // As libvirt names the units of a target, by a host, bus and target that only its number follows.
    private const string Prefix = "unit:0:0:";

    private const int MostUnits = 16383;

    public async Task<IReadOnlyList<Volume>> ListAsync(PoolAccess pool, CancellationToken cancellationToken)
    {
        var volumes = new List<Volume>();
        foreach (var unit in await tools.UnitsAsync(pool, cancellationToken))
        {
            if (await tools.SizeAsync(pool, unit, cancellationToken) is { } size)
            {
                volumes.Add(Describe(pool, unit, size));
            }
        }

        return volumes;
    }

    public async Task<Volume?> FindAsync(PoolAccess pool, string name, VolumeFormat? known, CancellationToken cancellationToken) =>
        UnitOf(name) is { } unit && await tools.SizeAsync(pool, unit, cancellationToken) is { } size ? Describe(pool, unit, size) with { Chain = [] } : null;

    public Task DeleteAsync(PoolAccess pool, Volume volume, CancellationToken cancellationToken) => throw new LodgeException(
        ErrorCode.Unsupported, $"The volume '{volume.Name}' is a unit of an iSCSI target, which its administrator deletes.", "Delete it there, or wipe it here.");

    public async Task WipeAsync(PoolAccess pool, Volume volume, WipeMethod method, IProgress<double> progress, CancellationToken cancellationToken)
    {
        await using var content = await OpenAsync(pool, volume, write: true, cancellationToken);
        await ContentWiper.WipeAsync(content, method, progress, cancellationToken);
    }

    public Task<IVolumeContent> OpenAsync(PoolAccess pool, Volume volume, bool write, CancellationToken cancellationToken) =>
        server.OpenAsync(volume.Source!, write, pool.Secrets, cancellationToken);

    private static int? UnitOf(string name) =>
        name.StartsWith(Prefix, StringComparison.Ordinal) && int.TryParse(name.AsSpan(Prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var unit) && unit <= MostUnits ? unit : null;

    private static Volume Describe(PoolAccess pool, int unit, long size)
    {
        var source = IscsiTools.Source(pool, unit);
        return new Volume
        {
            Pool = pool.Definition.Name,
            Name = string.Create(CultureInfo.InvariantCulture, $"{Prefix}{unit}"),
            Key = source.Describe(),
            Type = VolumeType.Network,
            Format = VolumeFormat.Raw,
            Capacity = size,
            Allocation = size,
            Physical = size,
            Source = source,
        };
    }
}
