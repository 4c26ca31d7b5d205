using System.Globalization;
using Lodge.Linux.Errors;
using Lodge.Linux.Network;
using Lodge.Model.Errors;
using Lodge.Network.Hosts;

namespace Lodge.Network.Plugs;

/// <summary>Makes the host's end of cards: persistent taps, and macvtaps.</summary>
internal sealed class LinkMaker(NetworkPlace place)
{
    private const string TapNames = "vnet%d";
    private const string MacvtapNames = "macvtap";
    private const int Tries = 100;

    /// <summary>Makes an interface.</summary>
    /// <returns>Its name.</returns>
    /// <exception cref="LodgeException">Its name is taken, or what it stands on is taken whole.</exception>
    /// <exception cref="LinuxException">The kernel refuses.</exception>
    public string Make(CardPlan plan) => plan.IsMacvtap ? MakeMacvtap(plan) : MakeTap(plan);

    private string MakeTap(CardPlan plan)
    {
        try
        {
            return place.Run(() => TapDevice.CreatePersistent(plan.Nic.Interface ?? TapNames, plan.Queues));
        }
        catch (LinuxException taken) when (taken.Name is "EBUSY" or "EEXIST" && plan.Nic.Interface is { } name)
        {
            throw NameTaken(plan, name, taken);
        }
    }

    private string MakeMacvtap(CardPlan plan)
    {
        var links = place.Host.Links.List();
        var lower = LeastUsed(plan, links);
        if (plan.Nic.Interface is { } asked)
        {
            return TryMacvtap(plan, asked, lower) ? asked : throw NameTaken(plan, asked, null);
        }

        var taken = links.Select(link => link.Name).ToHashSet();
        return Enumerable.Range(0, int.MaxValue).Select(number => MacvtapNames + number.ToString(CultureInfo.InvariantCulture))
            .Where(name => !taken.Contains(name)).Take(Tries).FirstOrDefault(name => TryMacvtap(plan, name, lower))
            ?? throw new LodgeException(ErrorCode.InsufficientResources, $"No name is free for the interface of card '{plan.Nic.Alias}'.", "Name it yourself ('interface').");
    }

    private bool TryMacvtap(CardPlan plan, string name, NetworkLink lower) =>
        Trying.Unless(["EEXIST"], () => place.Host.Links.AddMacvtap(name, lower.Name, plan.Sharing, plan.Mac));

    private static NetworkLink LeastUsed(CardPlan plan, IReadOnlyList<NetworkLink> links)
    {
        var users = links.Where(link => link.Kind is "macvtap" or "macvlan").ToLookup(link => link.Lower);
        var there = plan.Lower.Select(name => links.FirstOrDefault(link => link.Name == name)).OfType<NetworkLink>().ToList();
        if (there.Count == 0)
        {
            throw new LodgeException(
                ErrorCode.InvalidArgument, $"Card '{plan.Nic.Alias}' cannot be plugged in: the host has no interface {string.Join(" or ", plan.Lower.Select(name => $"'{name}'"))}.",
                "'lodge host devices --kind net' lists the interfaces of the host.");
        }

        var free = plan.Sharing == MacvtapMode.Passthrough ? there.Where(link => !users.Contains(link.Index)).ToList() : there;
        return free.MinBy(link => users[link.Index].Count()) ?? throw new LodgeException(
            ErrorCode.InvalidState, $"Card '{plan.Nic.Alias}' cannot have {string.Join(" or ", plan.Lower.Select(name => $"'{name}'"))} for itself: another card is on it.",
            "Give the network another interface, or share it in another way ('bridge').");
    }

    private static LodgeException NameTaken(CardPlan plan, string name, Exception? cause) => new(
        ErrorCode.InvalidArgument, $"The interface of card '{plan.Nic.Alias}' cannot be named '{name}': that name is taken.", "Choose another name, or none.", cause);
}
