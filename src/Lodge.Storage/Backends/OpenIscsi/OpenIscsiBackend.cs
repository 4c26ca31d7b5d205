using Lodge.Engine.Ports;
using Lodge.Linux.Errors;
using Lodge.Linux.Files;
using Lodge.Model.Errors;
using Lodge.Model.Storage;

namespace Lodge.Storage.Backends.OpenIscsi;

/// <summary>Pools that are an iSCSI target which the host logs in to as long as the pool is in use.</summary>
/// <param name="host">What the host shows of iSCSI.</param>
/// <param name="volumes">The target's units.</param>
internal sealed class OpenIscsiBackend(IscsiHost host, OpenIscsiVolumes volumes) : IPoolDriver
{
    // udev makes the devices of a target a moment after the login.
    private static readonly TimeSpan s_nodePatience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(50);

    public PoolCapabilities Capabilities { get; } = new()
    {
        Shared = true,
        Transfer = true,
        Note = "Its volumes are the target's units, which its administrator makes and deletes.",
    };

    public IVolumeDriver Volumes => volumes;

    public Task BuildAsync(PoolAccess pool, bool overwrite, CancellationToken cancellationToken) => throw Foreign("made");

    public Task<bool> IsStartedAsync(PoolAccess pool, CancellationToken cancellationToken) => Task.FromResult(host.IsLoggedIn(BackendOf(pool).Target));

    public async Task StartAsync(PoolAccess pool, CancellationToken cancellationToken)
    {
        var backend = BackendOf(pool);
        if (host.SessionsWith(backend.Target).Count > 0)
        {
            return; // open-iscsi itself brings one that failed back.
        }

        await NameHostAsync(backend, cancellationToken);
        LodgeException? trouble = null;
        foreach (var portal in backend.Portals)
        {
            try
            {
                await LoginAsync(pool, backend, portal, cancellationToken);
            }
            catch (LodgeException failure)
            {
                await ForgetAsync(backend, portal);
                trouble ??= failure;
            }
        }

        if (!host.IsLoggedIn(backend.Target))
        {
            throw trouble ?? new LodgeException(ErrorCode.StorageFailed, $"There is no session with the iSCSI target '{backend.Target}' though nobody refused it.", "Look into the host's log: 'journalctl -u iscsid'.");
        }

        for (var waited = TimeSpan.Zero; waited < s_nodePatience && host.UnitsOf(backend.Target).Count == 0; waited += s_pause)
        {
            await Task.Delay(s_pause, cancellationToken);
        }
    }

    public async Task StopAsync(PoolAccess pool, CancellationToken cancellationToken)
    {
        var backend = BackendOf(pool);
        ThrowIfUsed(backend);
        foreach (var portal in backend.Portals)
        {
            if (host.SessionsWith(backend.Target).Count > 0
                && await IscsiHost.Iscsiadm.RunAsync(OpenIscsiArguments.Logout(backend, portal), "/", cancellationToken) is { ExitCode: not (0 or OpenIscsiTrouble.NothingFound) } refused)
            {
                throw OpenIscsiTrouble.Of(backend.Target, portal, refused.ExitCode, refused.Errors);
            }

            await ForgetAsync(backend, portal);
        }
    }

    public Task DeleteAsync(PoolAccess pool, CancellationToken cancellationToken) => throw Foreign("deleted");

    // A target has no room of its own: what its units have is all there is, and all of it is taken.
    public async Task<PoolMeasure> MeasureAsync(PoolAccess pool, CancellationToken cancellationToken)
    {
        var target = BackendOf(pool).Target;
        if (!host.IsLoggedIn(target))
        {
            throw new LodgeException(
                ErrorCode.Unreachable,
                $"There is no session with the iSCSI target '{target}' just now ({string.Join(", ", host.SessionsWith(target).DefaultIfEmpty("logged out"))}).",
                "See that its server is well; the session comes back by itself.");
        }

        var size = (await volumes.ListAsync(pool, cancellationToken)).Sum(volume => volume.Capacity);
        return new PoolMeasure(new PoolRoom(size, size, 0), Capabilities);
    }

    private static async Task NameHostAsync(IscsiPoolBackend backend, CancellationToken cancellationToken)
    {
        if (backend.Initiator is not { } initiator)
        {
            return;
        }

        // It may be there from before, which is as good.
        await IscsiHost.Iscsiadm.RunAsync(OpenIscsiArguments.MakeInterface(initiator), "/", cancellationToken);
        await IscsiHost.Iscsiadm.DemandAsync($"give this host the name '{initiator}'", OpenIscsiArguments.NameInterface(initiator), "/", cancellationToken);
    }

    private static async Task LoginAsync(PoolAccess pool, IscsiPoolBackend backend, string portal, CancellationToken cancellationToken)
    {
        await DemandAsync(OpenIscsiArguments.MakeNode(backend, portal));
        await DemandAsync(OpenIscsiArguments.LeaveAlone(backend, portal));
        if (backend.Chap is { } chap)
        {
            await NodeRecord.AuthenticateAsync(backend.Target, chap.User, pool.Secrets.ValueFor(chap.SecretId), cancellationToken);
        }

        await DemandAsync(OpenIscsiArguments.Login(backend, portal));

        async Task DemandAsync(IReadOnlyList<string> arguments)
        {
            var result = await IscsiHost.Iscsiadm.RunAsync(arguments, "/", cancellationToken);
            if (result.ExitCode is not (0 or OpenIscsiTrouble.SessionExists))
            {
                throw OpenIscsiTrouble.Of(backend.Target, portal, result.ExitCode, result.Errors);
            }
        }
    }

    // What was there of a node must not stay with its password; that it was never there is fine.
    private static Task ForgetAsync(IscsiPoolBackend backend, string portal) =>
        NodeRecord.Places.Any(Directory.Exists)
            ? IscsiHost.Iscsiadm.RunAsync(OpenIscsiArguments.ForgetNode(backend, portal), "/", CancellationToken.None)
            : Task.CompletedTask;

    // A logout takes devices away from whoever uses them, without asking.
    private void ThrowIfUsed(IscsiPoolBackend backend)
    {
        foreach (var (unit, path) in host.UnitsOf(backend.Target))
        {
            try
            {
                LinuxFile.Open(path, OpenFlags.Read | OpenFlags.MustBeNew).Dispose();
            }
            catch (LinuxException busy) when (busy.Name == "EBUSY")
            {
                throw new LodgeException(ErrorCode.InvalidState, $"Unit {unit} of the iSCSI target '{backend.Target}' is in use on this host.", $"Find who uses it: 'lsblk {path}'.", busy);
            }
            catch (LinuxException gone) when (gone.Name is "ENXIO" or "ENOENT" or "ENOMEDIUM" or "EIO")
            {
                continue; // Nobody uses what is not there.
            }
        }
    }

    private static LodgeException Foreign(string verb) =>
        new(ErrorCode.Unsupported, $"iSCSI targets are {verb} by who administers the server.", "Do it there; Lodge uses what it finds.");

    private static IscsiPoolBackend BackendOf(PoolAccess pool) => (IscsiPoolBackend)pool.Definition.Backend;
}
