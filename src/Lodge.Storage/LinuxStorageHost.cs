using Lodge.Engine.Ports;
using Lodge.Model.Errors;
using Lodge.Model.Storage;
using Lodge.Storage.Backends.Files;
using Lodge.Storage.Backends.Folder;

namespace Lodge.Storage;

/// <summary>The storage of this host: a driver for each kind of pool.</summary>
public sealed class LinuxStorageHost : IStorageHost
{
    private readonly Dictionary<Type, IPoolDriver> _drivers;

    /// <summary>Nothing is touched before a pool is used.</summary>
    public LinuxStorageHost()
    {
        _drivers = new()
        {
            [typeof(FolderPoolBackend)] = new FolderBackend(new FileVolumes()),
        };
    }

    /// <inheritdoc/>
    public IPoolDriver DriverFor(PoolBackend backend) => _drivers.GetValueOrDefault(backend.GetType()) ?? throw new LodgeException(
        ErrorCode.Unsupported, $"This Lodge has no driver for storage pools of the kind '{backend.GetType().Name}'.", "Use another kind of pool.");

    /// <inheritdoc/>
    public Task<IReadOnlyList<VolumeBacking>> ReadChainAsync(string path, VolumeFormat format, CancellationToken cancellationToken) =>
        Task.Run(() => FileChain.Read(path, format), cancellationToken);
}
