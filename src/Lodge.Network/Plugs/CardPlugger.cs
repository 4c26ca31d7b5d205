using System.Security.Cryptography;
using Lodge.Linux;
using Lodge.Linux.Errors;
using Lodge.Linux.Network;
using Lodge.Model.Errors;
using Lodge.Network.Bridges;
using Lodge.Network.Hosts;

namespace Lodge.Network.Plugs;

/// <summary>Makes, changes, mends and removes the host's end of cards.</summary>
internal sealed class CardPlugger(NetworkPlace place, CardShaper shaper)
{
    private const int UsualVlan = 1;
    private readonly LinkMaker _maker = new(place);

    /// <summary>Makes the interface of a card, and plugs it in.</summary>
    /// <returns>Its name.</returns>
    /// <exception cref="LodgeException">It cannot be plugged so.</exception>
    /// <exception cref="LinuxException">The kernel refuses.</exception>
    public string Plug(CardPlan plan, string note, UndoStack undo)
    {
        ThrowIfNoBridge(plan);
        var name = _maker.Make(plan);
        undo.Push(() => Unplug(name));
        place.Run(() =>
        {
            // The host has nothing to say to the guest by this way, and does not answer there.
            var setting = $"ipv6/conf/{name}/disable_ipv6";
            if (NetworkSettings.Read(setting) is not null)
            {
                NetworkSettings.Write(setting, 1);
            }
        });
        place.Host.Links.Change(name, new LinkChange { Note = note, Mtu = plan.IsMacvtap ? null : plan.Mtu, Mac = plan.IsMacvtap ? null : OwnMac(plan.Mac) });
        Join(name, plan, null);
        place.Host.Links.Change(name, new LinkChange { Up = true });
        return name;
    }

    /// <summary>Makes an interface that is there be as planned; what is right already is not touched.</summary>
    /// <param name="name">The interface.</param>
    /// <param name="plan">How it is to be.</param>
    /// <param name="before">How it was made; the plan itself when nothing was asked to change.</param>
    /// <exception cref="LodgeException">It cannot be plugged so.</exception>
    /// <exception cref="LinuxException">The kernel refuses, or it is gone.</exception>
    public void Mend(string name, CardPlan plan, CardPlan before)
    {
        ThrowIfNoBridge(plan);
        Join(name, plan, before);
        var mtu = plan.IsMacvtap ? null : plan.Mtu ?? (before.Mtu is null ? null : BridgeMaker.UsualMtu);
        place.Host.Links.Change(name, new LinkChange { Mtu = mtu == place.Host.Links.Get(name).Mtu ? null : mtu, Up = true });
    }

    /// <summary>Removes an interface, with what stands beside it.</summary>
    public void Unplug(string name)
    {
        if (place.Host.Links.Find(name) is { } link)
        {
            shaper.Clear(link);
            place.Host.Links.Delete(name);
        }
    }

    private void Join(string name, CardPlan plan, CardPlan? before)
    {
        if (plan.Bridge is not { } bridge)
        {
            // A macvtap is the guest's own side: what the guest receives, it receives there.
            shaper.Shape(name, plan.Outbound, plan.Inbound, before is null);
            return;
        }

        var (master, link) = (place.Host.Links.Get(bridge), place.Host.Links.Get(name));
        var moves = link.Master != master.Index;
        if (moves)
        {
            place.Host.Links.Change(name, new LinkChange { Master = master.Index });
        }

        if (master.Bridge?.VlanFiltering == true && (moves || !plan.Vlans.SequenceEqual(before?.Vlans ?? [])))
        {
            SetVlans(name, plan.Vlans, moves ? [] : before?.Vlans ?? []);
        }

        place.Host.Links.SetPort(name, plan.Port);
        shaper.Shape(name, plan.Inbound, plan.Outbound, before is null);
    }

    // A port that has just joined its bridge is in the bridge's usual VLAN.
    private void SetVlans(string name, IReadOnlyList<PortVlan> vlans, IReadOnlyList<PortVlan> before)
    {
        foreach (var number in before.Select(vlan => vlan.Number).Append(UsualVlan))
        {
            place.Host.Vlans.Remove(name, number);
        }

        foreach (var vlan in vlans.DefaultIfEmpty(new PortVlan(UsualVlan, Untagged: true, Native: true)))
        {
            place.Host.Vlans.Add(name, vlan);
        }
    }

    private void ThrowIfNoBridge(CardPlan plan)
    {
        if (plan.Bridge is { } name && place.Host.Links.Find(name)?.Bridge is null)
        {
            throw new LodgeException(
                ErrorCode.InvalidState, $"Card '{plan.Nic.Alias}' cannot be plugged into '{name}': the host has no bridge of that name.",
                "Make it, or choose another; if it is a network's, 'lodge network repair' brings it back.");
        }
    }

    // A bridge without an address of its own takes the lowest of its ports: never this one.
    private static string OwnMac(string mac) => $"fe{mac[2..]}" is var own && own != mac ? own : $"fe:{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(1))}{mac[5..]}";
}
