namespace Lodge.Model.Networks.HostBridges;

/// <summary>What making a bridge over an interface would do. Nothing of it has been done.</summary>
public sealed record HostBridgePlan
{
    /// <summary>The interface.</summary>
    public required string Interface { get; init; }

    /// <summary>The bridge that would be made.</summary>
    public required string Bridge { get; init; }

    /// <summary>The network that would be made for guests.</summary>
    public required string Network { get; init; }

    /// <summary>Hardware address that the bridge takes over.</summary>
    public required string Mac { get; init; }

    /// <summary>Largest packet, bytes.</summary>
    public required int Mtu { get; init; }

    /// <summary>Addresses that it takes over, with their prefixes.</summary>
    public required IReadOnlyList<string> Addresses { get; init; }

    /// <summary>Routes that it takes over, such as <c>default by 10.0.0.1</c>.</summary>
    public required IReadOnlyList<string> Routes { get; init; }

    /// <summary>Who must answer over the bridge, or all goes back: gateways, or without any somebody who was heard lately.</summary>
    public required IReadOnlyList<string> Asked { get; init; }

    /// <summary>Who gives the interface its addresses when the host boots.</summary>
    public HostNetworkOwner Owner { get; init; }

    /// <summary>Files that are written when it is confirmed, so that it is there after a boot as well.</summary>
    public required IReadOnlyList<HostFileChange> Files { get; init; }

    /// <summary>Command lines for a person: what has the files take effect before the next boot, or what NetworkManager is to be told.</summary>
    public required IReadOnlyList<string> Commands { get; init; }

    /// <summary>What else should be known, a sentence each.</summary>
    public required IReadOnlyList<string> Notes { get; init; }
}

/// <summary>A file of the host's configuration before and after.</summary>
/// <param name="Path">The file.</param>
/// <param name="Before">What it holds; null when there is none.</param>
/// <param name="After">What it will hold; null when it will be gone.</param>
public sealed record HostFileChange(string Path, string? Before, string? After);
