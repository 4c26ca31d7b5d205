using Lodge.Engine.Ports;
using Lodge.Linux.Processes;
using Lodge.Model.Errors;
using Lodge.Model.Storage;
using Lodge.Storage.Backends.Files;
using Lodge.Storage.Backends.FileSystem;
using Lodge.Storage.Backends.Folder;
using Lodge.Storage.QemuImg;

namespace Lodge.Storage;

/// <summary>The storage of this host: a driver for each kind of pool.</summary>
public sealed class LinuxStorageHost : IStorageHost
{
    private const string QemuImgProgram = "/usr/bin/qemu-img";

    private readonly Dictionary<Type, IPoolDriver> _drivers;

    /// <summary>Nothing is touched before a pool is used.</summary>
    /// <param name="watcher">Notices the ends of programs.</param>
    public LinuxStorageHost(PidFdWatcher watcher)
    {
        var files = new FileVolumes(new QemuImgRunner(watcher, QemuImgProgram));
        _drivers = new()
        {
            [typeof(FolderPoolBackend)] = new FolderBackend(files),
            [typeof(FileSystemPoolBackend)] = new FileSystemBackend(files, new HostTool()),
        };
    }

    /// <inheritdoc/>
    public IPoolDriver DriverFor(PoolBackend backend) => _drivers.GetValueOrDefault(backend.GetType()) ?? throw new LodgeException(
        ErrorCode.Unsupported, $"This Lodge has no driver for storage pools of the kind '{backend.GetType().Name}'.", "Use another kind of pool.");

    /// <inheritdoc/>
    public Task<IReadOnlyList<VolumeBacking>> ReadChainAsync(string path, VolumeFormat format, CancellationToken cancellationToken) =>
        Task.Run(() => FileChain.Read(path, format), cancellationToken);
}
