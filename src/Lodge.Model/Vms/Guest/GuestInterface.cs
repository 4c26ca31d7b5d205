namespace Lodge.Model.Vms.Guest;

/// <summary>A network interface of a guest, as its agent tells.</summary>
/// <param name="Name">Its name in the guest.</param>
/// <param name="Mac">Its MAC address; absent for one that has none.</param>
/// <param name="Addresses">Its addresses.</param>
/// <param name="Counters">What passed through it; absent when the guest does not say.</param>
public sealed record GuestInterface(
    string Name, string? Mac, IReadOnlyList<GuestAddress> Addresses, GuestInterfaceCounters? Counters = null);

/// <summary>An IP address of a guest.</summary>
/// <param name="Address">The address, IPv4 or IPv6.</param>
/// <param name="Prefix">Length of the network's prefix in bits.</param>
public sealed record GuestAddress(string Address, int Prefix);

/// <summary>What passed through a network interface, as the guest counts.</summary>
/// <param name="ReceivedBytes">Bytes received.</param>
/// <param name="ReceivedPackets">Packets received.</param>
/// <param name="ReceiveErrors">Errors while receiving.</param>
/// <param name="ReceiveDropped">Packets dropped that came in.</param>
/// <param name="SentBytes">Bytes sent.</param>
/// <param name="SentPackets">Packets sent.</param>
/// <param name="SendErrors">Errors while sending.</param>
/// <param name="SendDropped">Packets dropped that should go out.</param>
public sealed record GuestInterfaceCounters(
    ulong ReceivedBytes,
    ulong ReceivedPackets,
    ulong ReceiveErrors,
    ulong ReceiveDropped,
    ulong SentBytes,
    ulong SentPackets,
    ulong SendErrors,
    ulong SendDropped);
