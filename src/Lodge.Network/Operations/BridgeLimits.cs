using Lodge.Linux.Errors;
using Lodge.Linux.Network;
using Lodge.Model.Errors;
using Lodge.Model.Networks;
using Lodge.Network.Planning;
using Lodge.Network.Plugs;
using Lodge.Network.Records;

namespace Lodge.Network.Operations;

/// <summary>The limits of networks' own bridges, and the parts of them that are kept free for cards.</summary>
internal sealed class BridgeLimits(NetworkTools tools)
{
    private const long Kibi = 1024;

    /// <summary>Makes the limits of a network's bridge be what the network and its cards say.</summary>
    /// <exception cref="LinuxException">The kernel refuses, or has no means for it.</exception>
    public void Shape(NetworkPlan plan, NetworkDefinition definition, bool isNew) =>
        tools.Shaper.ShapeBridge(plan.Bridge!, plan.Sending, SharesOf(definition), plan.Receiving, isNew);

    /// <summary>Keeps free what the cards of a network ask for now, and no more.</summary>
    /// <param name="network">The network; null, or one that is not running, has nothing to be kept free.</param>
    /// <exception cref="LinuxException">The kernel refuses.</exception>
    public void Share(Guid? network)
    {
        if (network is { } id && tools.Shelf.Find(id) is { Plan: { Make: not null, Sending: { } limit, Bridge: { } bridge } } running
            && tools.Place.Host.Links.Find(bridge) is not null)
        {
            tools.Shaper.Share(bridge, limit, SharesOf(running.Runtime.Definition));
        }
    }

    /// <summary>Refuses a card for which the limit of its network has no room.</summary>
    /// <exception cref="LodgeException">Too much is kept free already.</exception>
    public void ThrowIfTooMuch(CardPlan card, NetworkDefinition? network, Guid vmId)
    {
        if (card.Floor is { } wanted && network?.Bandwidth?.Inbound?.Average is { } limit)
        {
            var kept = FloorsOf(network).Where(other => other.Card.Plug.VmId != vmId || other.Card.Plug.Alias != card.Nic.Alias).Sum(other => other.Floor);
            if (kept + wanted > limit * Kibi)
            {
                throw new LodgeException(
                    ErrorCode.InsufficientResources,
                    $"Card '{card.Nic.Alias}' asks for a floor of {wanted / Kibi} KiB/s, and of the limit of network '{network.Name}', {limit} KiB/s, other cards have {kept / Kibi} already.",
                    "Ask for less, or raise the network's limit ('bandwidth.inbound.average').");
            }
        }
    }

    /// <summary>Refuses a limit that is less than what is kept free within it.</summary>
    /// <exception cref="LodgeException">It is.</exception>
    public void ThrowIfTooLittle(NetworkDefinition wanted)
    {
        var kept = FloorsOf(wanted).Sum(card => card.Floor);
        if (kept > (wanted.Bandwidth?.Inbound?.Average ?? 0) * Kibi)
        {
            throw new LodgeException(
                ErrorCode.InvalidState,
                $"Network '{wanted.Name}' cannot have this limit now: {kept / Kibi} KiB/s of what guests receive are kept free for cards that are plugged in.",
                "Take their floors away first, or change the network's definition only; that holds after its next start.");
        }
    }

    private List<BandwidthShare> SharesOf(NetworkDefinition network) => [.. FloorsOf(network).Select(card => new BandwidthShare(card.Card.Plug.Mac, card.Floor))];

    private IEnumerable<(CardRecord Card, long Floor)> FloorsOf(NetworkDefinition network) => tools.Shelf.CardsOf(network.Id)
        .OrderBy(card => card.Plug.Interface, StringComparer.Ordinal)
        .Select(card => (card, Floor: FloorOf(card, network)))
        .Where(card => card.Floor > 0);

    // A port group that has gone since has no floor either.
    private static long FloorOf(CardRecord card, NetworkDefinition network)
    {
        try
        {
            return BandwidthPlan.Floor(CardDefaults.Fill(card.Nic, network).Bandwidth) ?? 0;
        }
        catch (LodgeException)
        {
            return 0;
        }
    }
}
