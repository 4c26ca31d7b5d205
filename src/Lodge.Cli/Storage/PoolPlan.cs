using Lodge.Model.Errors;
using Lodge.Model.Storage;

namespace Lodge.Cli.Storage;

/// <summary>Turns wishes into the definition of a storage pool. Pure.</summary>
internal static class PoolPlan
{
    /// <summary>The definition to create.</summary>
    /// <exception cref="LodgeException">The wishes do not go together.</exception>
    public static PoolDefinition Make(string name, PoolWishes wishes)
    {
        PoolBackend?[] named =
        [
            wishes.Folder is { } folder ? new FolderPoolBackend { Path = folder } : null,
            wishes.FileSystem is { } device ? new FileSystemPoolBackend { Device = device, Path = MountOf(wishes, name) } : null,
            wishes.Nfs is { } nfs ? Nfs(nfs, MountOf(wishes, name)) : null,
            wishes.NfsDirect is { } direct ? NfsDirect(direct) : null,
            wishes.Lvm is { } group ? new LvmPoolBackend { VolumeGroup = group, Devices = wishes.Devices is { Count: > 0 } devices ? devices : null } : null,
            wishes.LvmThin is { } thin ? Thin(thin) : null,
            wishes.Disk is { } disk ? new DiskPoolBackend { Device = disk } : null,
            wishes.Iscsi is { } iscsi ? Iscsi(iscsi, wishes) : null,
            wishes.IscsiDirect is { } iscsiDirect ? IscsiDirect(iscsiDirect, wishes) : null,
            wishes.Rbd is { } rbd ? Rbd(rbd, wishes) : null,
            wishes.Http is { } url ? new HttpPoolBackend { Url = url } : null,
        ];
        var backends = named.OfType<PoolBackend>().ToArray();
        return backends.Length == 1
            ? new PoolDefinition { Name = name, Title = wishes.Title, Backend = backends[0], Autostart = wishes.Autostart }
            : throw Wrong(
                backends.Length == 0 ? "Nothing says where the storage is." : "A storage pool is in one place.",
                "Name one: --folder, --file-system, --nfs, --nfs-direct, --lvm, --lvm-thin, --disk, --iscsi, --iscsi-direct, --rbd or --http.");
    }

    private static string MountOf(PoolWishes wishes, string name) => wishes.Mount ?? $"/mnt/lodge/{name}";

    private static NfsPoolBackend Nfs(string spec, string mount)
    {
        var (host, export) = Split(spec, ":/", "--nfs", "HOST:/PATH");
        return new NfsPoolBackend { Host = host, Export = "/" + export, Path = mount };
    }

    private static NfsDirectPoolBackend NfsDirect(string spec)
    {
        var (host, export) = Split(spec, ":/", "--nfs-direct", "HOST:/PATH");
        return new NfsDirectPoolBackend { Host = host, Export = "/" + export };
    }

    private static LvmThinPoolBackend Thin(string spec)
    {
        var (group, thin) = Split(spec, "/", "--lvm-thin", "GROUP/POOL");
        return new LvmThinPoolBackend { VolumeGroup = group, ThinPool = thin };
    }

    private static IscsiPoolBackend Iscsi(string spec, PoolWishes wishes)
    {
        var (portal, target) = Split(spec, "/", "--iscsi", "PORTAL/TARGET");
        return new IscsiPoolBackend { Portals = [portal], Target = target, Chap = ChapOf(wishes) };
    }

    private static IscsiDirectPoolBackend IscsiDirect(string spec, PoolWishes wishes)
    {
        var (portal, target) = Split(spec, "/", "--iscsi-direct", "PORTAL/TARGET");
        return new IscsiDirectPoolBackend { Portals = [portal], Target = target, Chap = ChapOf(wishes) };
    }

    private static ChapCredentials? ChapOf(PoolWishes wishes) => (wishes.User, wishes.Secret) switch
    {
        (null, null) => null,
        ({ } user, { } secret) => new ChapCredentials(user, secret),
        _ => throw Wrong("A user of an iSCSI target needs a password.", "Give both --user and --secret."),
    };

    private static RbdPoolBackend Rbd(string spec, PoolWishes wishes)
    {
        var slash = spec.IndexOf('/', StringComparison.Ordinal);
        return wishes.Monitors.Count == 0
            ? throw Wrong("A pool of Ceph needs its cluster.", "Name a monitor of it: --monitor HOST or HOST:PORT.")
            : new RbdPoolBackend
            {
                Monitors = wishes.Monitors,
                Pool = slash < 0 ? spec : spec[..slash],
                Namespace = slash < 0 ? null : spec[(slash + 1)..],
                User = wishes.User,
                SecretId = wishes.Secret,
            };
    }

    private static (string First, string Second) Split(string spec, string separator, string option, string form)
    {
        var at = spec.IndexOf(separator, StringComparison.Ordinal);
        return at > 0 && at + separator.Length < spec.Length
            ? (spec[..at], spec[(at + separator.Length)..])
            : throw Wrong($"{option} must be {form}, not '{spec}'.", "See: lodge pool create --help");
    }

    private static LodgeException Wrong(string message, string remedy) => new(ErrorCode.InvalidArgument, message, remedy);
}
