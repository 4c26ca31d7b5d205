using Lodge.Model.Storage;
using Lodge.Storage.Backends.Iscsi;
using Lodge.Storage.Backends.Lvm;
using Lodge.Storage.Nfs;

namespace Lodge.Storage;

/// <summary>Looks for what pools could be made of.</summary>
/// <param name="lvm">Runs LVM.</param>
/// <param name="targets">Asks iSCSI servers.</param>
internal sealed class PoolSources(LvmTool lvm, IscsiTargets targets)
{
    public async Task<IReadOnlyList<PoolSource>> FindAsync(PoolSearch search, CancellationToken cancellationToken) => search.Kind switch
    {
        PoolSourceKind.Nfs => [.. (await NfsExports.ListAsync(search.Server!, NfsUser.Own, cancellationToken)).Select(folder => Nfs(search, folder))],
        PoolSourceKind.Lvm => [.. (await lvm.GroupsAsync(cancellationToken)).Select(found => Lvm(found.Group, found.Devices))],
        _ => [.. (await targets.ListAsync(search.Server!, search.Initiator, cancellationToken)).Select(target => Iscsi(search, target))],
    };

    private static PoolSource Nfs(PoolSearch search, string folder) => new() { Kind = search.Kind, Server = search.Server, Export = folder };

    private static PoolSource Lvm(string group, IReadOnlyList<string> devices) => new() { Kind = PoolSourceKind.Lvm, VolumeGroup = group, Devices = devices };

    private static PoolSource Iscsi(PoolSearch search, string target) => new() { Kind = search.Kind, Server = search.Server, Target = target };
}
