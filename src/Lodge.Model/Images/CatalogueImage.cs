using System.Text.Json.Serialization;
using Lodge.Model.Json;
using Lodge.Model.Vms.Platform;

namespace Lodge.Model.Images;

/// <summary>A cloud image that its vendor publishes, and that can be pulled.</summary>
public sealed record CatalogueImage
{
    /// <summary>The name to pull it by, such as <c>debian/13</c>.</summary>
    public required string Name { get; init; }

    /// <summary>What it is, for people.</summary>
    public required string Title { get; init; }

    /// <summary>Other names that it answers to.</summary>
    public IReadOnlyList<string>? Aliases { get; init; }

    /// <summary>The user that cloud-init makes in it.</summary>
    public string? User { get; init; }

    /// <summary>The firmware that it needs. Absent: any.</summary>
    public FirmwareType? Firmware { get; init; }

    /// <summary>The least memory that it runs in, MiB. Absent: 512.</summary>
    public int? MemoryMiB { get; init; }

    /// <summary>What else it needs, for people.</summary>
    public string? Needs { get; init; }

    /// <summary>Where each architecture's disk is, by QEMU's name of the architecture.</summary>
    public required IReadOnlyDictionary<string, CatalogueDownload> Architectures { get; init; }
}

/// <summary>Where the disk of an image is published for one architecture.</summary>
public sealed record CatalogueDownload
{
    /// <summary>Addresses of the disk, the best first; all hold the same file.</summary>
    public required IReadOnlyList<Uri> Urls { get; init; }

    /// <summary>Address of the file with its checksum. Absent: nothing is published, and nothing verified.</summary>
    public Uri? Checksums { get; init; }

    /// <summary>Which digest the checksums are. Absent: as their length says.</summary>
    public DigestKind? Digest { get; init; }

    /// <summary>The signature over the checksums. Absent: none is known.</summary>
    public CatalogueSignature? Signature { get; init; }

    /// <summary>How the published file is packed. Absent: not at all.</summary>
    public ImageCompression? Compression { get; init; }
}

/// <summary>A signature over a file with checksums.</summary>
public sealed record CatalogueSignature
{
    /// <summary>Where it stands.</summary>
    public required SignatureKind Kind { get; init; }

    /// <summary>Address of a detached signature.</summary>
    public Uri? Url { get; init; }

    /// <summary>Fingerprints of the vendor's keys, upper-case hex; one of them must have signed.</summary>
    public required IReadOnlyList<string> Fingerprints { get; init; }
}

/// <summary>Kinds of checksums.</summary>
[JsonConverter(typeof(KebabEnumConverter<DigestKind>))]
public enum DigestKind
{
    /// <summary>SHA-256.</summary>
    Sha256 = 0,

    /// <summary>SHA-512.</summary>
    Sha512 = 1,
}

/// <summary>Where a signature stands.</summary>
[JsonConverter(typeof(KebabEnumConverter<SignatureKind>))]
public enum SignatureKind
{
    /// <summary>In a file of its own.</summary>
    Detached = 0,

    /// <summary>In the signed file, around its text.</summary>
    Clearsigned = 1,
}

/// <summary>How a published image is packed.</summary>
[JsonConverter(typeof(KebabEnumConverter<ImageCompression>))]
public enum ImageCompression
{
    /// <summary>With xz.</summary>
    Xz = 0,
}
