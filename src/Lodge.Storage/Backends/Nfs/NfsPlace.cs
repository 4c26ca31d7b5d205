using Lodge.Engine.Ports;
using Lodge.Linux.Processes;
using Lodge.Model.Storage;
using Lodge.Model.Vms.Devices;
using Lodge.Storage.Nfs;

namespace Lodge.Storage.Backends.Nfs;

/// <summary>Where the files of a pool are on their NFS server, and as whom they are asked for.</summary>
internal static class NfsPlace
{
    public static Task<NfsSession> OpenAsync(PoolAccess pool, CancellationToken cancellationToken) =>
        NfsSession.OpenAsync(BackendOf(pool).Host, FolderOf(pool), UserOf(pool), cancellationToken);

    /// <summary>How a VM's disk refers to a file: as the same user as here, not as whoever the VM's process is.</summary>
    public static NfsDiskSource Source(PoolAccess pool, string name) => new()
    {
        Server = ServerAddress.Parse(BackendOf(pool).Host).Host,
        Path = $"{FolderOf(pool).TrimEnd('/')}/{name}",
        User = (int)UserOf(pool).User,
        Group = (int)UserOf(pool).Group,
    };

    /// <summary>A file as an address, for commands that take no lists of options.</summary>
    public static string Address(NfsDiskSource source)
    {
        var host = source.Server.Contains(':', StringComparison.Ordinal) ? $"[{source.Server}]" : source.Server;
        return $"nfs://{host}{string.Join('/', source.Path.Split('/').Select(Uri.EscapeDataString))}?uid={source.User}&gid={source.Group}";
    }

    private static string FolderOf(PoolAccess pool) => BackendOf(pool).Export is { Length: > 1 } path ? path.TrimEnd('/') : "/";

    private static NfsUser UserOf(PoolAccess pool)
    {
        var user = (uint?)BackendOf(pool).UserId ?? ProcessRights.OwnUser;
        return new NfsUser(user, (uint?)BackendOf(pool).GroupId ?? user);
    }

    private static NfsDirectPoolBackend BackendOf(PoolAccess pool) => (NfsDirectPoolBackend)pool.Definition.Backend;
}
