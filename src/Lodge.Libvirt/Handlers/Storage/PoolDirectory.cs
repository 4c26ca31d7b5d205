using Lodge.Engine.Storage;
using Lodge.Libvirt.Errors;
using Lodge.Libvirt.Protocol;
using Lodge.Model.Storage;

namespace Lodge.Libvirt.Handlers.Storage;

/// <summary>Storage pools as clients name them: by handles of which the UUID counts, by names, by folders.</summary>
/// <param name="pools">All pools.</param>
internal sealed class PoolDirectory(FolderPools pools)
{
    /// <summary>All pools, by name.</summary>
    public IReadOnlyList<FolderPoolState> All() => pools.List();

    /// <summary>The handle of a pool.</summary>
    public static StoragePool Handle(FolderPoolState pool) => new(pool.Definition.Name, pool.Definition.Id);

    /// <summary>The pool of a handle.</summary>
    public FolderPoolState Get(StoragePool handle) => ByUuid(handle.Uuid);

    /// <summary>The pool of a handle, which must be in use.</summary>
    public FolderPoolState GetActive(StoragePool handle) => Get(handle) is { Active: true } pool ? pool
        : throw new LibvirtException(ErrorNumber.OperationInvalid, ErrorOrigin.Storage, $"storage pool '{handle.Name}' is not active");

    /// <summary>The pool with this UUID.</summary>
    public FolderPoolState ByUuid(Guid uuid) => pools.Find(uuid) ?? throw Missing($"no storage pool with matching uuid '{uuid}'");

    /// <summary>The pool with this name.</summary>
    public FolderPoolState ByName(string name) =>
        All().FirstOrDefault(pool => pool.Definition.Name == name) ?? throw Missing($"no storage pool with matching name '{name}'");

    /// <summary>The pool of this folder.</summary>
    public FolderPoolState ByFolder(string path) =>
        All().FirstOrDefault(pool => pool.Definition.Path.TrimEnd('/') == path.TrimEnd('/'))
        ?? throw Missing($"no storage pool with matching target path '{path}'");

    private static LibvirtException Missing(string detail) => new(ErrorNumber.NoStoragePool, ErrorOrigin.Storage, detail);
}
