using Lodge.Engine.Ports;
using Lodge.Linux.Processes;
using Lodge.Model.Errors;
using Lodge.Model.Storage;
using Lodge.Storage.Backends.Disk;
using Lodge.Storage.Backends.Files;
using Lodge.Storage.Backends.FileSystem;
using Lodge.Storage.Backends.Folder;
using Lodge.Storage.Backends.Iscsi;
using Lodge.Storage.Backends.Lvm;
using Lodge.Storage.Backends.LvmThin;
using Lodge.Storage.Backends.Nfs;
using Lodge.Storage.Backends.OpenIscsi;
using Lodge.Storage.Backends.Servers;
using Lodge.Storage.QemuImg;

namespace Lodge.Storage;

/// <summary>The storage of this host: a driver for each kind of pool.</summary>
public sealed class LinuxStorageHost : IStorageHost
{
    private const string QemuImgProgram = "/usr/bin/qemu-img";

    private readonly Dictionary<Type, IPoolDriver> _drivers;
    private readonly PoolSources _sources;

    /// <summary>Nothing is touched before a pool is used.</summary>
    /// <param name="watcher">Notices the ends of programs.</param>
    public LinuxStorageHost(PidFdWatcher watcher)
    {
        var images = new QemuImgRunner(watcher, QemuImgProgram);
        var files = new FileVolumes(images);
        var lvm = new LvmTool();
        var disks = new DiskTool();
        var targets = new IscsiHost();
        _drivers = new()
        {
            [typeof(FolderPoolBackend)] = new FolderBackend(files),
            [typeof(FileSystemPoolBackend)] = new FileSystemBackend(files),
            [typeof(NfsPoolBackend)] = new NfsBackend(files),
            [typeof(LvmPoolBackend)] = new LvmBackend(lvm, new LvmVolumes(lvm, images)),
            [typeof(LvmThinPoolBackend)] = new LvmThinBackend(lvm, new LvmThinVolumes(lvm, images)),
            [typeof(IscsiPoolBackend)] = new OpenIscsiBackend(targets, new OpenIscsiVolumes(targets, images)),
            [typeof(DiskPoolBackend)] = new DiskBackend(disks, new DiskVolumes(disks, images)),
        };
        _sources = new PoolSources(lvm, new IscsiTargets(ServerDrivers.IscsiList(watcher), IscsiHost.Iscsiadm));
        foreach (var (backend, driver) in ServerDrivers.Make(watcher, images))
        {
            _drivers.Add(backend, driver);
        }
    }

    /// <inheritdoc/>
    public IPoolDriver DriverFor(PoolBackend backend) => _drivers.GetValueOrDefault(backend.GetType()) ?? throw new LodgeException(
        ErrorCode.Unsupported, $"This Lodge has no driver for storage pools of the kind '{backend.GetType().Name}'.", "Use another kind of pool.");

    /// <inheritdoc/>
    public Task<IReadOnlyList<VolumeBacking>> ReadChainAsync(string path, VolumeFormat format, CancellationToken cancellationToken) =>
        Task.Factory.StartNew<IReadOnlyList<VolumeBacking>>(() => FileChain.Read(path, format), cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    /// <inheritdoc/>
    public Task<IReadOnlyList<PoolSource>> FindSourcesAsync(PoolSearch search, CancellationToken cancellationToken) => _sources.FindAsync(search, cancellationToken);
}
