using Lodge.Engine.Ports;
using Lodge.Linux.Processes;
using Lodge.Model.Storage;
using Lodge.Storage.Backends.Http;
using Lodge.Storage.Backends.Iscsi;
using Lodge.Storage.Backends.Nfs;
using Lodge.Storage.Backends.Rbd;
using Lodge.Storage.Nbd;
using Lodge.Storage.QemuImg;
using Lodge.Storage.Tools;

namespace Lodge.Storage.Backends.Servers;

/// <summary>The drivers of storage that QEMU reaches by itself, while the host's kernel knows nothing of it.</summary>
internal static class ServerDrivers
{
    private const string QemuNbdProgram = "/usr/bin/qemu-nbd";
    private const string CephPackage = "ceph-common";
    private const string IscsiPackage = "libiscsi-bin";

    private static readonly TimeSpan s_connecting = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_answering = TimeSpan.FromSeconds(8);

    /// <summary>Makes them.</summary>
    /// <param name="watcher">Notices the ends of programs.</param>
    /// <param name="images">Runs qemu-img.</param>
    public static IEnumerable<(Type Backend, IPoolDriver Driver)> Make(PidFdWatcher watcher, QemuImgRunner images)
    {
        var server = new QemuNbd(watcher, QemuNbdProgram);
        var ceph = new RbdTool(new PrivateTool(watcher, "/usr/bin/rbd", CephPackage), new PrivateTool(watcher, "/usr/bin/rados", CephPackage));
        var iscsi = new IscsiTools(IscsiList(watcher), new PrivateTool(watcher, "/usr/bin/iscsi-readcapacity16", IscsiPackage));
        var web = new WebFolder(new HttpClient(new SocketsHttpHandler { ConnectTimeout = s_connecting, UseCookies = false, PooledConnectionLifetime = TimeSpan.FromMinutes(2) })
        {
            Timeout = s_answering,
        });
        return
        [
            (typeof(RbdPoolBackend), new RbdBackend(ceph, new RbdVolumes(ceph, new RbdMaker(ceph, images), server))),
            (typeof(IscsiDirectPoolBackend), new IscsiDirectBackend(iscsi, new IscsiDirectVolumes(iscsi, server))),
            (typeof(NfsDirectPoolBackend), new NfsDirectBackend(new NfsDirectVolumes(new NfsMaker(images), images, server))),
            (typeof(HttpPoolBackend), new HttpBackend(web, new HttpVolumes(web, server))),
        ];
    }

    /// <summary>The tool that lists iSCSI targets.</summary>
    public static PrivateTool IscsiList(PidFdWatcher watcher) => new(watcher, "/usr/bin/iscsi-ls", IscsiPackage);
}
