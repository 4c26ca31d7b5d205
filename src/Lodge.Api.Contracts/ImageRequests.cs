using Lodge.Model.Images;
using Lodge.Model.Vms.Platform;

namespace Lodge.Api.Contracts;

/// <summary>Body of <c>POST /v1/images/build</c>; answered with a job.</summary>
public sealed record BuildImage
{
    /// <summary>What to build: <c>tiny</c>, <c>tiny-full</c> with drivers for more devices, or <c>debian</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Debian's release, after which the image is then named: <c>debian-trixie</c>. Absent: the host's, and <c>debian</c>.</summary>
    public string? Suite { get; init; }

    /// <summary>Packages beside the usual ones; Debian only.</summary>
    public IReadOnlyList<string>? Packages { get; init; }
}

/// <summary>Body of <c>POST /v1/images/pull</c>; answered with a job.</summary>
public sealed record PullImage
{
    /// <summary>A published image, such as <c>debian/13</c>.</summary>
    public required string Name { get; init; }

    /// <summary>QEMU's name of the architecture. Absent: the host's.</summary>
    public string? Architecture { get; init; }
}

/// <summary>Body of <c>POST /v1/images/import</c>; answered with a job.</summary>
public sealed record ImportImage
{
    /// <summary>Absolute path of a file on the daemon's host.</summary>
    public required string Path { get; init; }

    /// <summary>What the image shall be called: one or two words of small letters, digits, <c>.</c>, <c>_</c>, <c>-</c>, with a slash between.</summary>
    public required string Name { get; init; }

    /// <summary>The file's format. Absent: as its name ends.</summary>
    public ImportFormat? Format { get; init; }

    /// <summary>One sentence. Absent: one is made up.</summary>
    public string? Description { get; init; }

    /// <summary>The user that cloud-init makes in it, and that ssh logs in as. Absent: not known.</summary>
    public string? User { get; init; }

    /// <summary>The firmware that it needs. Absent: any.</summary>
    public FirmwareType? Firmware { get; init; }
}
