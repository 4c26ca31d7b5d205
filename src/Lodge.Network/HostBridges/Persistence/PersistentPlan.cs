using Lodge.Model.Networks.HostBridges;

namespace Lodge.Network.HostBridges.Persistence;

/// <summary>What has a bridge come back when the host boots.</summary>
internal sealed record PersistentPlan(HostNetworkOwner Owner)
{
    /// <summary>Files to write.</summary>
    public IReadOnlyList<HostFileChange> Files { get; init; } = [];

    /// <summary>Lines for a person to type.</summary>
    public IReadOnlyList<string> Commands { get; init; } = [];

    /// <summary>What is to be known, a sentence each.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}

/// <summary>The bridge that is to come back.</summary>
/// <param name="Interface">Its port.</param>
/// <param name="Index">The number of that interface.</param>
/// <param name="Bridge">Its name.</param>
/// <param name="Mac">Its hardware address.</param>
/// <param name="Mtu">Largest packet, bytes.</param>
internal sealed record PersistentWish(string Interface, int Index, string Bridge, string Mac, int Mtu)
{
    /// <summary>The kernel's own size of packets for Ethernet, bytes, which need not be said.</summary>
    public const int UsualMtu = 1500;

    /// <summary>Addresses that do not end, with prefixes.</summary>
    public IReadOnlyList<string> FixedAddresses { get; init; } = [];

    /// <summary>Gateways of everything.</summary>
    public IReadOnlyList<string> Gateways { get; init; } = [];

    /// <summary>The first line of files that Lodge makes.</summary>
    public string Heading => $"# Made by 'lodge network bridge-host {Interface}'; 'lodge network bridge-host undo {Interface}' takes it away.\n";
}
