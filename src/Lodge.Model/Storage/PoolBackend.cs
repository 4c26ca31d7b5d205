using System.Text.Json.Serialization;

namespace Lodge.Model.Storage;

/// <summary>What kind of storage a pool is, and where.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(FolderPoolBackend), "folder")]
[JsonDerivedType(typeof(FileSystemPoolBackend), "file-system")]
[JsonDerivedType(typeof(NfsPoolBackend), "nfs")]
[JsonDerivedType(typeof(NfsDirectPoolBackend), "nfs-direct")]
[JsonDerivedType(typeof(LvmPoolBackend), "lvm")]
[JsonDerivedType(typeof(LvmThinPoolBackend), "lvm-thin")]
[JsonDerivedType(typeof(DiskPoolBackend), "disk")]
[JsonDerivedType(typeof(IscsiPoolBackend), "iscsi")]
[JsonDerivedType(typeof(IscsiDirectPoolBackend), "iscsi-direct")]
[JsonDerivedType(typeof(RbdPoolBackend), "rbd")]
[JsonDerivedType(typeof(HttpPoolBackend), "http")]
public abstract record PoolBackend
{
    /// <summary>The folder of the host in which its volumes can be found; null when they are in none.</summary>
    public virtual string? TargetPath() => null;

    /// <summary>
    /// What no two pools may have in common: two pools with the same one would be the same storage twice.
    /// </summary>
    public abstract string Fingerprint();

    /// <summary>A path without slashes at its end.</summary>
    private protected static string Trim(string path) => path.Length > 1 ? path.TrimEnd('/') : path;
}
