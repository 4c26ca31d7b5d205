using Lodge.Engine.Storage;
using Lodge.Libvirt.Errors;
using Lodge.Libvirt.Protocol;
using Lodge.Model.Storage;

namespace Lodge.Libvirt.Handlers.Storage;

/// <summary>Storage pools as clients name them: by handles of which the UUID counts, by names, by folders.</summary>
/// <param name="pools">All pools.</param>
internal sealed class PoolDirectory(PoolService pools)
{
    /// <summary>All pools, by name.</summary>
    public IReadOnlyList<Pool> All() => pools.List();

    /// <summary>The handle of a pool.</summary>
    public static StoragePool Handle(Pool pool) => new(pool.Name, pool.Id);

    /// <summary>The pool of a handle.</summary>
    public Pool Get(StoragePool handle) => ByUuid(handle.Uuid);

    /// <summary>The pool of a handle, which must be in use.</summary>
    public Pool GetActive(StoragePool handle) => Active(Get(handle));

    /// <summary>The identity of a handle's pool, for the engine.</summary>
    public string IdOf(StoragePool handle) => Get(handle).Id.ToString();

    /// <summary>The pool, which must be in use.</summary>
    public static Pool Active(Pool pool) => pool.IsActive ? pool
        : throw new LibvirtException(ErrorNumber.OperationInvalid, ErrorOrigin.Storage, $"storage pool '{pool.Name}' is not active");

    /// <summary>The pool with this UUID.</summary>
    public Pool ByUuid(Guid uuid) => pools.Find(uuid.ToString()) ?? throw Missing($"no storage pool with matching uuid '{uuid}'");

    /// <summary>The pool with this name.</summary>
    public Pool ByName(string name) =>
        All().FirstOrDefault(pool => pool.Name == name) ?? throw Missing($"no storage pool with matching name '{name}'");

    /// <summary>The pool of this folder.</summary>
    public Pool ByFolder(string path) =>
        All().FirstOrDefault(pool => pool.Definition.Backend.TargetPath() == path.TrimEnd('/'))
        ?? throw Missing($"no storage pool with matching target path '{path}'");

    private static LibvirtException Missing(string detail) => new(ErrorNumber.NoStoragePool, ErrorOrigin.Storage, detail);
}
