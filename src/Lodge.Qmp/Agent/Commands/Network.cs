namespace Lodge.Qmp.Agent.Commands;

/// <summary><c>guest-network-get-interfaces</c>: the guest's network interfaces and their addresses.</summary>
public sealed class GuestNetworkGetInterfacesCommand() : QmpCommand<IReadOnlyList<AgentInterface>>(
    "guest-network-get-interfaces", AgentJson.Default.IReadOnlyListAgentInterface);

/// <summary>A network interface of a guest.</summary>
/// <param name="Name">Its name in the guest.</param>
/// <param name="HardwareAddress">Its MAC address, if it has one.</param>
/// <param name="IpAddresses">Its addresses.</param>
/// <param name="Statistics">Its counters.</param>
public sealed record AgentInterface(
    string Name,
    string? HardwareAddress = null,
    IReadOnlyList<AgentAddress>? IpAddresses = null,
    AgentInterfaceCounters? Statistics = null);

/// <summary>An address of a guest.</summary>
/// <param name="IpAddress">The address.</param>
/// <param name="IpAddressType"><c>ipv4</c> or <c>ipv6</c>.</param>
/// <param name="Prefix">Length of the network's prefix in bits.</param>
public sealed record AgentAddress(string IpAddress, string IpAddressType, int Prefix);

/// <summary>Counters of a network interface, as the guest counts.</summary>
/// <param name="RxBytes">Bytes received.</param>
/// <param name="RxPackets">Packets received.</param>
/// <param name="RxErrs">Errors while receiving.</param>
/// <param name="RxDropped">Packets dropped that came in.</param>
/// <param name="TxBytes">Bytes sent.</param>
/// <param name="TxPackets">Packets sent.</param>
/// <param name="TxErrs">Errors while sending.</param>
/// <param name="TxDropped">Packets dropped that should go out.</param>
public sealed record AgentInterfaceCounters(
    ulong RxBytes, ulong RxPackets, ulong RxErrs, ulong RxDropped, ulong TxBytes, ulong TxPackets, ulong TxErrs, ulong TxDropped);
