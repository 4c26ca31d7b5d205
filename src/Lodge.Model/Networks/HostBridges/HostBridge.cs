using System.Text.Json.Serialization;
using Lodge.Model.Json;

namespace Lodge.Model.Networks.HostBridges;

/// <summary>A bridge that Lodge has made over an interface of the host.</summary>
public sealed record HostBridge
{
    /// <summary>The interface, which is a port of the bridge.</summary>
    public required string Interface { get; init; }

    /// <summary>The bridge, which has what the interface had.</summary>
    public required string Bridge { get; init; }

    /// <summary>Name of the network that guests use it by.</summary>
    public required string Network { get; init; }

    /// <summary>How far it is.</summary>
    public HostBridgeState State { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset MadeAt { get; init; }

    /// <summary>When all goes back by itself unless it is confirmed; null once it is.</summary>
    public DateTimeOffset? ConfirmBefore { get; init; }

    /// <summary>Who answered over the bridge; null when there was nobody to ask.</summary>
    public IReadOnlyList<string>? Answered { get; init; }

    /// <summary>Who makes it again when the host boots.</summary>
    public HostNetworkOwner Owner { get; init; }

    /// <summary>The files that were written for that; null for none.</summary>
    public IReadOnlyList<string>? Files { get; init; }

    /// <summary>Where the old contents of those files are; null when none was there before.</summary>
    public string? Backups { get; init; }
}

/// <summary>How far a bridge over an interface is. Append only.</summary>
[JsonConverter(typeof(KebabEnumConverter<HostBridgeState>))]
public enum HostBridgeState
{
    /// <summary>It works, and goes back by itself unless somebody confirms it.</summary>
    Waiting = 0,

    /// <summary>It was confirmed, and stays.</summary>
    Kept = 1,

    /// <summary>The interface has everything back, and the bridge is gone.</summary>
    Undone = 2,
}

/// <summary>The program that gives an interface its addresses when the host boots. Append only.</summary>
[JsonConverter(typeof(KebabEnumConverter<HostNetworkOwner>))]
public enum HostNetworkOwner
{
    /// <summary>None that Lodge knows.</summary>
    Nobody = 0,

    /// <summary>systemd-networkd, by its own files.</summary>
    Networkd = 1,

    /// <summary>netplan, whichever program works for it.</summary>
    Netplan = 2,

    /// <summary>ifupdown, by <c>/etc/network/interfaces</c>.</summary>
    Ifupdown = 3,

    /// <summary>NetworkManager, by its keyfiles.</summary>
    NetworkManager = 4,
}
