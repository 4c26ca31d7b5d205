namespace Lodge.Model.Networks.HostBridges;

/// <summary>What somebody wants: a bridge over an interface of the host, so that guests are on the host's own network.</summary>
public sealed record HostBridgeWish
{
    /// <summary>The interface, such as <c>eth0</c>.</summary>
    public required string Interface { get; init; }

    /// <summary>Name of the bridge, at most 15 bytes. Absent: <c>brN</c> with the first free number.</summary>
    public string? Bridge { get; init; }

    /// <summary>Name of the network that guests use it by. Absent: the bridge's.</summary>
    public string? Network { get; init; }

    /// <summary>How long there is to confirm it before all goes back by itself, seconds, 1 to 3,600. Absent: 30.</summary>
    public double? ConfirmWithin { get; init; }
}
