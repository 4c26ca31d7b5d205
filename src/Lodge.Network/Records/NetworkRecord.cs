using Lodge.Model.Networks;
using Lodge.Model.Vms.Devices;

namespace Lodge.Network.Records;

/// <summary>A running network as the run folder remembers it.</summary>
/// <param name="Runtime">What runs.</param>
/// <param name="DnsmasqStartTime">When its dnsmasq was started, clock ticks since boot; 0 when there is none.</param>
internal sealed record NetworkRecord(NetworkRuntime Runtime, long DnsmasqStartTime);

/// <summary>A card that is plugged in, as the run folder remembers it.</summary>
/// <param name="Plug">Its interface.</param>
/// <param name="Nic">What was asked for.</param>
internal sealed record CardRecord(NicPlug Plug, NicDefinition Nic);
