namespace Lodge.Model.Host.Devices;

/// <summary>A network interface of the host.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Mac">Its hardware address; null for one without.</param>
/// <param name="Up">Whether it is switched on.</param>
/// <param name="Mtu">Largest packet, bytes.</param>
/// <param name="Link">Its link.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Ports">The interfaces that hang on a bridge or a bond, or the one below a VLAN.</param>
/// <param name="Vlan">Number of a VLAN; null for others.</param>
/// <param name="SpanningTree">Whether a bridge looks out for loops; null for others.</param>
public sealed record HostInterface(
    string Name, string? Mac, bool Up, int Mtu, NetLink Link, HostInterfaceKind Kind, IReadOnlyList<string> Ports, int? Vlan, bool? SpanningTree);

/// <summary>The link of a network interface.</summary>
/// <param name="State">In the kernel's words, such as <c>up</c>, <c>down</c>, <c>unknown</c>.</param>
/// <param name="Speed">Mbit/s; null when the kernel does not tell.</param>
public sealed record NetLink(string State, int? Speed);

/// <summary>What a network interface is.</summary>
public enum HostInterfaceKind
{
    /// <summary>A card, or what acts like one.</summary>
    Ethernet = 0,

    /// <summary>A switch in the kernel.</summary>
    Bridge = 1,

    /// <summary>Several cards as one.</summary>
    Bond = 2,

    /// <summary>A tagged network on another interface.</summary>
    Vlan = 3,
}
