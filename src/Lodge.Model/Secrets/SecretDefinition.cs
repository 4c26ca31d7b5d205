using System.Text.Json.Serialization;
using Lodge.Model.Json;

namespace Lodge.Model.Secrets;

/// <summary>A password or key that guests' devices need: what it is for, but never its value.</summary>
public sealed record SecretDefinition
{
    /// <summary>Its identity.</summary>
    public required Guid Id { get; init; }

    /// <summary>Whether it is forgotten when the daemon ends. Absent: it is kept.</summary>
    public bool? Ephemeral { get; init; }

    /// <summary>Whether its value can be set but never be read again by clients. Absent: it can be read.</summary>
    public bool? Private { get; init; }

    /// <summary>A text for people.</summary>
    public string? Description { get; init; }

    /// <summary>What it is for.</summary>
    public SecretUsage Usage { get; init; }

    /// <summary>Whose it is: path of a volume, name of an iSCSI target, or any name; unique among those of one use. Null without a use.</summary>
    public string? UsageId { get; init; }
}

/// <summary>What a secret is for. Append only.</summary>
[JsonConverter(typeof(KebabEnumConverter<SecretUsage>))]
public enum SecretUsage
{
    /// <summary>Nothing in particular.</summary>
    None = 0,

    /// <summary>An encrypted disk.</summary>
    Volume = 1,

    /// <summary>A Ceph cluster.</summary>
    Ceph = 2,

    /// <summary>An iSCSI target.</summary>
    Iscsi = 3,

    /// <summary>The key of a TLS certificate.</summary>
    Tls = 4,

    /// <summary>The state of an emulated TPM.</summary>
    Vtpm = 5,
}
