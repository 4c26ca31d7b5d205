using System.Globalization;
using Lodge.Engine.Ports;
using Lodge.Model.Errors;
using Lodge.Model.Storage;
using Lodge.Model.Vms.Devices;
using Lodge.Storage.Tools;

namespace Lodge.Storage.Backends.Iscsi;

/// <summary>
/// libiscsi's tools, which speak to a target as QEMU does: the host's kernel knows nothing of it. User and password reach
/// them as variables of their own environment (iscsi-ls(1), "LIBISCSI_CHAP_USERNAME").
/// </summary>
/// <param name="list">Lists targets and units: iscsi-ls.</param>
/// <param name="capacity">Asks a unit for its size: iscsi-readcapacity16.</param>
internal sealed class IscsiTools(PrivateTool list, PrivateTool capacity)
{
    /// <summary>The numbers of a target's disks.</summary>
    /// <exception cref="LodgeException">The target cannot be reached, or refuses the user.</exception>
    public async Task<IReadOnlyList<int>> UnitsAsync(PoolAccess pool, CancellationToken cancellationToken)
    {
        LodgeException? failure = null;
        foreach (var portal in BackendOf(pool).Portals)
        {
            var result = await RunAsync(list, pool, ["--show-luns", .. Initiator(pool, "--initiator-name"), $"iscsi://{AddressOf(portal)}"], cancellationToken);
            var (found, isComplete) = IscsiListing.Read(result.Output, BackendOf(pool).Target);
            if (found is not null && (isComplete || result.ExitCode == 0))
            {
                return found;
            }

            failure = result.ExitCode == 0 ? NoTarget(pool, portal) : IscsiTrouble.Of(pool, result);
        }

        throw failure ?? new LodgeException(ErrorCode.InvalidArgument, $"The storage pool '{pool.Definition.Name}' names no portal.");
    }

    /// <summary>The size of a unit, bytes; null when there is none of that number.</summary>
    /// <exception cref="LodgeException">The target cannot be reached, or refuses the user.</exception>
    public async Task<long?> SizeAsync(PoolAccess pool, int unit, CancellationToken cancellationToken)
    {
        LodgeException? failure = null;
        foreach (var portal in BackendOf(pool).Portals)
        {
            var address = string.Create(CultureInfo.InvariantCulture, $"iscsi://{AddressOf(portal)}/{BackendOf(pool).Target}/{unit}");
            var result = await RunAsync(capacity, pool, ["-s", .. Initiator(pool, "-i"), address], cancellationToken);
            if (result.ExitCode == 0 && long.TryParse(result.Output.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var size))
            {
                return size;
            }

            if (IscsiTrouble.IsNoDisk(result))
            {
                return null;
            }

            failure = IscsiTrouble.Of(pool, result);
        }

        throw failure ?? new LodgeException(ErrorCode.InvalidArgument, $"The storage pool '{pool.Definition.Name}' names no portal.");
    }

    /// <summary>How a VM's disk refers to a unit: through the first portal.</summary>
    public static IscsiDiskSource Source(PoolAccess pool, int unit)
    {
        var (backend, server) = (BackendOf(pool), ServerAddress.Parse(BackendOf(pool).Portals[0]));
        return new IscsiDiskSource
        {
            Server = server.Host,
            Port = server.Port,
            Target = backend.Target,
            Lun = unit,
            Initiator = backend.Initiator,
            User = backend.Chap?.User,
            Secret = backend.Chap?.SecretId,
        };
    }

    public static IscsiDirectPoolBackend BackendOf(PoolAccess pool) => (IscsiDirectPoolBackend)pool.Definition.Backend;

    private static Task<HostToolResult> RunAsync(PrivateTool tool, PoolAccess pool, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        var environment = BackendOf(pool).Chap is { } chap
            ? new Dictionary<string, string> { ["LIBISCSI_CHAP_USERNAME"] = chap.User, ["LIBISCSI_CHAP_PASSWORD"] = System.Text.Encoding.UTF8.GetString(pool.Secrets.ValueFor(chap.SecretId)) }
            : [];
        return tool.RunAsync(arguments, handed: null, environment, cancellationToken);
    }

    private static IEnumerable<string> Initiator(PoolAccess pool, string option) => BackendOf(pool).Initiator is { } name ? [option, name] : [];

    private static string AddressOf(string portal) => ServerAddress.Parse(portal).WithPort(IscsiDiskSource.StandardPort);

    private static LodgeException NoTarget(PoolAccess pool, string portal) => new(
        ErrorCode.NotFound, $"The server '{portal}' has no target '{BackendOf(pool).Target}' for this host.", "See which it has with 'iscsi-ls', and whether its access lists name this host.");
}
