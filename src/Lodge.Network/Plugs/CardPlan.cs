using Lodge.Linux.Network;
using Lodge.Model.Vms.Devices;

namespace Lodge.Network.Plugs;

/// <summary>What the host's end of a card is to be. Made from what was asked for, and its network.</summary>
internal sealed record CardPlan
{
    /// <summary>The card, with what its port group and its network say filled in.</summary>
    public required NicDefinition Nic { get; init; }

    /// <summary>The guest's MAC address.</summary>
    public required string Mac { get; init; }

    /// <summary>The bridge that it is plugged into; null for macvtap.</summary>
    public string? Bridge { get; init; }

    /// <summary>Interfaces that it may stand on, for macvtap.</summary>
    public IReadOnlyList<string> Lower { get; init; } = [];

    /// <summary>How it shares that, for macvtap.</summary>
    public MacvtapMode Sharing { get; init; }

    /// <summary>Pairs of queues.</summary>
    public int Queues { get; init; } = 1;

    /// <summary>Largest packet, bytes; null: the bridge's.</summary>
    public int? Mtu { get; init; }

    /// <summary>How it behaves as a port of the bridge.</summary>
    public BridgePortSettings Port { get; init; } = new();

    /// <summary>VLANs; empty: the bridge's usual one.</summary>
    public IReadOnlyList<PortVlan> Vlans { get; init; } = [];

    /// <summary>Limit of what the guest receives; null: none.</summary>
    public Bandwidth? Inbound { get; init; }

    /// <summary>Limit of what it sends; null: none.</summary>
    public Bandwidth? Outbound { get; init; }

    /// <summary>What is kept free for it of its network's limit, bytes a second; null: nothing.</summary>
    public long? Floor { get; init; }

    /// <summary>Whether it is a macvtap.</summary>
    public bool IsMacvtap => Bridge is null;
}
