using System.Text.Json.Serialization;
using Lodge.Model.Firewall;
using Lodge.Model.Json;
using Lodge.Model.Networks;

namespace Lodge.Model.Vms.Devices;

/// <summary>A network card of the guest.</summary>
public sealed record NicDefinition : BootableDevice
{
    /// <summary>A card in QEMU's own private network, unless told otherwise.</summary>
    // A constructor, since the JSON generator overwrites the initializers of init-only properties that a text leaves out.
    [JsonConstructor]
    public NicDefinition(NicSource? source = null) => Source = source ?? new UserNicSource();

    /// <summary>What the card is plugged into.</summary>
    public NicSource Source { get; init; }

    /// <summary>Unicast MAC address, <c>52:54:00:12:34:56</c>; made up when absent, and then kept.</summary>
    public string? Mac { get; init; }

    /// <summary>The hardware that the guest sees.</summary>
    public NicModel Model { get; init; } = NicModel.Virtio;

    /// <summary>Generation of virtio; absent: what the slot implies (modern on q35).</summary>
    public VirtioGeneration? Virtio { get; init; }

    /// <summary>Whether the cable is plugged in. Absent: up. Changes live.</summary>
    public LinkState? Link { get; init; }

    /// <summary>Largest packet that the guest is told of, bytes, 68 to 65,535; virtio only. Absent: the network's.</summary>
    public int? Mtu { get; init; }

    /// <summary>Pairs of queues, 1 to 256; virtio on a network of the host. Absent: one a vCPU, at most 8, where the network can.</summary>
    public int? Queues { get; init; }

    /// <summary>Entries of a receive queue, a power of two, 256 to 1,024. Absent: QEMU's (256).</summary>
    public int? RxQueueSize { get; init; }

    /// <summary>Entries of a transmit queue, a power of two, 256 to 1,024. Absent: QEMU's (256).</summary>
    public int? TxQueueSize { get; init; }

    /// <summary>
    /// Who carries the packets of a virtio card on a network of the host. Absent: the kernel, where it can and the guest's
    /// processors are real, else QEMU.
    /// </summary>
    public NicDatapath? Datapath { get; init; }

    /// <summary>Limits of what the guest receives and sends; not on QEMU's own network. Absent: the port group's. Changes live.</summary>
    public BandwidthDefinition? Bandwidth { get; init; }

    /// <summary>VLANs, where the bridge tells them apart. Absent: the port group's. Changes live.</summary>
    public VlanDefinition? Vlan { get; init; }

    /// <summary>
    /// Security groups, by name: the guest gets and sends what one of them allows, and nothing else. Absent: those of the
    /// network; empty: none, so that all passes. Changes live.
    /// </summary>
    public IReadOnlyList<string>? Groups { get; init; }

    /// <summary>A network filter and what it is told. Absent: none. Changes live.</summary>
    public FilterBinding? Filter { get; init; }

    /// <summary>Whether frames are dropped that the guest sends with another's addresses. Absent: as the network says. Changes live.</summary>
    public bool? AntiSpoofing { get; init; }

    /// <summary>Whether the guest may answer as any MAC address and hear all frames. Absent: as the network says. Changes live.</summary>
    public bool? Promiscuous { get; init; }

    /// <summary>Whether the guest is kept from other isolated cards of its bridge. Absent: as the network says. Changes live.</summary>
    public bool? Isolated { get; init; }

    /// <summary>Name of the interface on the host, at most 15 bytes. Absent: <c>vnetN</c>, with the first free number.</summary>
    public string? Interface { get; init; }

    /// <summary>Boot firmware of the card. Absent: firmware only when the card has a boot order.</summary>
    public RomDefinition? Rom { get; init; }
}

/// <summary>The network hardware that the guest sees.</summary>
[JsonConverter(typeof(KebabEnumConverter<NicModel>))]
public enum NicModel
{
    /// <summary>virtio-net.</summary>
    Virtio = 0,

    /// <summary>Intel 82574L, PCI Express.</summary>
    E1000e = 1,

    /// <summary>Realtek 8139, PCI.</summary>
    Rtl8139 = 2,

    /// <summary>Intel 82540EM, PCI.</summary>
    E1000 = 3,
}

/// <summary>Whether a cable is plugged in.</summary>
[JsonConverter(typeof(KebabEnumConverter<LinkState>))]
public enum LinkState
{
    /// <summary>Plugged in.</summary>
    Up = 0,

    /// <summary>Pulled.</summary>
    Down = 1,
}

/// <summary>Who carries packets between a virtio card and the host. Append only.</summary>
[JsonConverter(typeof(KebabEnumConverter<NicDatapath>))]
public enum NicDatapath
{
    /// <summary>QEMU itself.</summary>
    Qemu = 0,

    /// <summary>The kernel (vhost-net), past QEMU; a kernel that cannot is an error at the start.</summary>
    Vhost = 1,
}

/// <summary>Boot firmware of a PCI card.</summary>
public sealed record RomDefinition
{
    /// <summary>Whether the card has any. Absent: yes.</summary>
    public bool? Enabled { get; init; }

    /// <summary>Whether it is shown in the card's memory. Absent: as the board does.</summary>
    public bool? Bar { get; init; }

    /// <summary>Absolute path of a file to use instead of QEMU's.</summary>
    public string? File { get; init; }
}
