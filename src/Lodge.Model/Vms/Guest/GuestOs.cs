namespace Lodge.Model.Vms.Guest;

/// <summary>A guest's operating system, as its agent tells. Whatever a guest does not say is absent.</summary>
public sealed record GuestOs
{
    /// <summary>Short name, such as <c>debian</c>.</summary>
    public string? Id { get; init; }

    /// <summary>Name.</summary>
    public string? Name { get; init; }

    /// <summary>Name with version, for people.</summary>
    public string? PrettyName { get; init; }

    /// <summary>Version with its name.</summary>
    public string? Version { get; init; }

    /// <summary>Version, for programs.</summary>
    public string? VersionId { get; init; }

    /// <summary>Edition.</summary>
    public string? Variant { get; init; }

    /// <summary>Edition, for programs.</summary>
    public string? VariantId { get; init; }

    /// <summary>The kernel's release.</summary>
    public string? KernelRelease { get; init; }

    /// <summary>The kernel's build.</summary>
    public string? KernelVersion { get; init; }

    /// <summary>Architecture, such as <c>x86_64</c>.</summary>
    public string? Machine { get; init; }

    /// <summary>The guest's name for itself.</summary>
    public string? HostName { get; init; }

    /// <summary>Short name of its time zone.</summary>
    public string? TimeZone { get; init; }

    /// <summary>Seconds that its time zone is east of UTC.</summary>
    public int? UtcOffset { get; init; }
}
