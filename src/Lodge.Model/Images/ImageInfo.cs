using System.Text.Json.Serialization;
using Lodge.Model.Json;
using Lodge.Model.Vms.Devices;
using Lodge.Model.Vms.Platform;

namespace Lodge.Model.Images;

/// <summary>An image that VMs can be launched from.</summary>
/// <param name="Name">Such as <c>tiny</c> or <c>debian/13</c>.</param>
/// <param name="Description">One sentence.</param>
/// <param name="Kernel">Absolute path of its kernel; null for images that boot from a disk.</param>
/// <param name="Initrd">Absolute path of its initramfs.</param>
/// <param name="CommandLine">Command line for its kernel.</param>
/// <param name="SizeBytes">Size on disk, bytes.</param>
/// <param name="MinimumMemoryBytes">The least memory that it runs in, bytes.</param>
/// <param name="CreatedAt">When it was made.</param>
public sealed record ImageInfo(
    string Name,
    string Description,
    string? Kernel,
    string? Initrd,
    string? CommandLine,
    long SizeBytes,
    long MinimumMemoryBytes,
    DateTimeOffset CreatedAt)
{
    /// <summary>The disk that VMs get a copy-on-write layer over; null for images that boot a kernel.</summary>
    public ImageDisk? Disk { get; init; }

    /// <summary>The guest's architecture as QEMU names it, such as <c>x86_64</c>.</summary>
    public string? Architecture { get; init; }

    /// <summary>The firmware that it needs. Absent: any.</summary>
    public FirmwareType? Firmware { get; init; }

    /// <summary>The user that cloud-init makes and ssh logs in as. Absent: not known.</summary>
    public string? User { get; init; }

    /// <summary>Where it comes from, and what was verified of it. Absent: not recorded.</summary>
    public ImageOrigin? Origin { get; init; }
}

/// <summary>The disk of an image: a file that never changes.</summary>
/// <param name="Path">Absolute path.</param>
/// <param name="Format">How it is laid out.</param>
/// <param name="VirtualSize">What a guest sees of it, bytes.</param>
/// <param name="Sha256">SHA-256 of the file, lower-case hex.</param>
public sealed record ImageDisk(string Path, DiskFormat Format, long VirtualSize, string Sha256);

/// <summary>Where an image comes from.</summary>
public sealed record ImageOrigin
{
    /// <summary>How it came here.</summary>
    public required ImageOriginKind Kind { get; init; }

    /// <summary>The address that it was pulled from, the file that it was imported from, or what it was built from.</summary>
    public required string Source { get; init; }

    /// <summary>The published digest that it was verified against, such as <c>sha512:0a1b…</c>; null when none was.</summary>
    public string? Checksum { get; init; }

    /// <summary>What came of the signature over the checksums.</summary>
    public SignatureOutcome Signature { get; init; }

    /// <summary>Fingerprint of the key that signed; null unless the signature is good.</summary>
    public string? Signer { get; init; }
}

/// <summary>How an image came to a host. Append only.</summary>
[JsonConverter(typeof(KebabEnumConverter<ImageOriginKind>))]
public enum ImageOriginKind
{
    /// <summary>Built here.</summary>
    Built = 0,

    /// <summary>Pulled from its vendor.</summary>
    Pulled = 1,

    /// <summary>Imported from a file.</summary>
    Imported = 2,
}

/// <summary>What came of checking a signature. Append only.</summary>
[JsonConverter(typeof(KebabEnumConverter<SignatureOutcome>))]
public enum SignatureOutcome
{
    /// <summary>None is known for it.</summary>
    None = 0,

    /// <summary>There is one, and no keyring of this host has its key.</summary>
    Unchecked = 1,

    /// <summary>It is good, and of one of the vendor's keys.</summary>
    Good = 2,
}
