using System.Net;

namespace Lodge.Network.Planning.Dnsmasq;

/// <summary>What a network's dnsmasq is told.</summary>
/// <param name="Files">Where.</param>
/// <param name="Configuration">Its configuration; a change of it needs a restart.</param>
/// <param name="Reservations">Reserved addresses; read again when it is told to.</param>
/// <param name="Hosts">Addresses with names, likewise.</param>
/// <param name="LeasedNames">The domain in which leases get a second name; null when the first is there.</param>
/// <param name="ServedFolders">Folders whose files it serves by TFTP.</param>
/// <param name="Servers">Addresses that it answers questions for names on; empty when it answers none.</param>
internal sealed record DnsmasqPlan(
    DnsmasqFiles Files,
    string Configuration,
    string Reservations,
    string Hosts,
    string? LeasedNames,
    IReadOnlyList<string> ServedFolders,
    IReadOnlyList<IPAddress> Servers);
