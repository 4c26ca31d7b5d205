using System.Text.Json.Serialization;
using Lodge.Model.Json;

namespace Lodge.Model.Storage;

/// <summary>Where it is looked for what storage pools could be made of.</summary>
/// <param name="Kind">What is looked for.</param>
/// <param name="Server">The server that is asked: <c>HOST</c>, or <c>HOST:PORT</c> for iSCSI; null for what this host has.</param>
/// <param name="Initiator">The name that this host gives to an iSCSI server; null for its own.</param>
public sealed record PoolSearch(PoolSourceKind Kind, string? Server = null, string? Initiator = null);

/// <summary>Something that a storage pool could be made of, as it was found. What a kind does not have is absent.</summary>
public sealed record PoolSource
{
    /// <summary>What it is.</summary>
    public required PoolSourceKind Kind { get; init; }

    /// <summary>The server that has it: <c>HOST</c>, or <c>HOST:PORT</c> for iSCSI.</summary>
    public string? Server { get; init; }

    /// <summary>Of NFS: the folder that the server exports.</summary>
    public string? Export { get; init; }

    /// <summary>Of LVM: the volume group.</summary>
    public string? VolumeGroup { get; init; }

    /// <summary>Of LVM: the devices that the group is made of, as far as they are there.</summary>
    public IReadOnlyList<string>? Devices { get; init; }

    /// <summary>Of iSCSI: the target.</summary>
    public string? Target { get; init; }
}

/// <summary>Kinds of what pools could be made of that can be looked for. Append only.</summary>
[JsonConverter(typeof(KebabEnumConverter<PoolSourceKind>))]
public enum PoolSourceKind
{
    /// <summary>Folders that an NFS server exports: for pools of the kinds nfs and nfs-direct.</summary>
    Nfs = 1,

    /// <summary>Volume groups of LVM on this host: for pools of the kinds lvm and lvm-thin.</summary>
    Lvm = 2,

    /// <summary>Targets of an iSCSI server: for pools of the kinds iscsi and iscsi-direct.</summary>
    Iscsi = 3,
}
