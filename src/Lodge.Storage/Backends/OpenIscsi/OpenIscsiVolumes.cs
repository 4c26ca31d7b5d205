using System.Globalization;
using Lodge.Engine.Ports;
using Lodge.Linux.Errors;
using Lodge.Linux.Files;
using Lodge.Model.Storage;
using Lodge.Storage.Backends.Devices;
using Lodge.Storage.QemuImg;

namespace Lodge.Storage.Backends.OpenIscsi;

/// <summary>Units of an iSCSI target as devices of the host. The target's administrator makes and deletes them.</summary>
/// <param name="host">What the host shows of them.</param>
/// <param name="images">Runs qemu-img.</param>
internal sealed class OpenIscsiVolumes(IscsiHost host, QemuImgRunner images) : DeviceVolumes(images)
{
    // As libvirt names units: by a host, bus and target that only its number follows.
    private const string Prefix = "unit:0:0:";

    public override Task<IReadOnlyList<Volume>> ListAsync(PoolAccess pool, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<Volume>>([.. host.UnitsOf(TargetOf(pool)).Select(unit => Describe(pool, unit.Unit, unit.Path))]);

    public override async Task<Volume?> FindAsync(PoolAccess pool, string name, VolumeFormat? known, CancellationToken cancellationToken) =>
        (await ListAsync(pool, cancellationToken)).FirstOrDefault(volume => volume.Name == name || Path.GetFileName(volume.Key) == name);

    private static Volume Describe(PoolAccess pool, int unit, string path)
    {
        var (size, problem) = SizeOf(path);
        return Describe(pool, string.Create(CultureInfo.InvariantCulture, $"{Prefix}{unit}"), path, size, problem: problem);
    }

    private static (long Size, string? Problem) SizeOf(string path)
    {
        try
        {
            return (FileSpace.Of(path).Length, null);
        }
        catch (LinuxException gone)
        {
            return (0, $"Its device cannot be reached: {gone.Message}.");
        }
    }

    private static string TargetOf(PoolAccess pool) => ((IscsiPoolBackend)pool.Definition.Backend).Target;
}
