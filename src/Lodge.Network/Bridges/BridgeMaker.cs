using Lodge.Linux;
using Lodge.Linux.Errors;
using Lodge.Linux.Network;
using Lodge.Model.Errors;
using Lodge.Network.Hosts;
using Lodge.Network.Planning;

namespace Lodge.Network.Bridges;

/// <summary>Makes bridges as they are planned, and mends what is not so any more, without taking away what is right.</summary>
internal sealed class BridgeMaker(NetworkPlace place, Marks marks)
{
    /// <summary>The kernel's own size of packets for Ethernet, bytes.</summary>
    public const int UsualMtu = 1500;

    /// <summary>Sees that a bridge is there as planned.</summary>
    /// <returns>Whether it had to be made.</returns>
    /// <exception cref="LodgeException">An interface of that name belongs to somebody else.</exception>
    /// <exception cref="LinuxException">The kernel refuses.</exception>
    public bool Make(NetworkPlan plan, UndoStack undo)
    {
        var (name, bridge) = (plan.Bridge!, plan.Make!);
        var link = place.Host.Links.Find(name);
        if (link is not null && (link.Bridge is null || link.Note != marks.Bridge(plan.Id)))
        {
            throw new LodgeException(
                ErrorCode.InvalidState, $"Network '{plan.Name}' cannot make its bridge '{name}': an interface of that name is there, which it did not make.",
                $"Remove that interface, or give the network's bridge another name ('lodge network edit {plan.Name}').");
        }

        if (link is null)
        {
            Add(name, bridge.Settings);
            undo.Push(() => place.Host.Links.Delete(name));
            place.Host.Links.Change(name, new LinkChange { Mac = bridge.Mac, Note = marks.Bridge(plan.Id) });
        }
        else
        {
            Set(name, link.Bridge!, bridge.Settings);
        }

        Settle(bridge);
        place.Host.Links.Change(name, new LinkChange { Mtu = bridge.Mtu == link?.Mtu ? null : bridge.Mtu, Up = true });
        AddAddresses(name, bridge);
        AddRoutes(name, bridge);
        Forwarding.SwitchOn(place, bridge.ForwardsIpv4, bridge.ForwardsIpv6);
        return link is null;
    }

    /// <summary>Removes the bridge of a network, if it is there and its own.</summary>
    public void Remove(string name, Guid network)
    {
        if (place.Host.Links.Find(name) is { } link && link.Note == marks.Bridge(network))
        {
            place.Host.Links.Delete(name);
        }
    }

    /// <summary>Takes away what a former plan of a bridge has, and a new one does not: routes, and the size of packets.</summary>
    public void Clear(NetworkPlan before, NetworkPlan after)
    {
        if (before is not { Bridge: { } name, Make: { } old } || place.Host.Links.Find(name) is not { } link)
        {
            return;
        }

        if (old.Mtu is not null && after.Make?.Mtu is null)
        {
            place.Host.Links.Change(name, new LinkChange { Mtu = UsualMtu });
        }

        foreach (var route in old.Routes.Except(after.Make?.Routes ?? []))
        {
            Trying.Unless(["ESRCH"], () => place.Host.Routes.Delete(new NetworkRoute(route.Destination, link.Index, route.Gateway, route.Metric)));
        }
    }

    private void Add(string name, BridgeSettings settings)
    {
        try
        {
            place.Host.Links.AddBridge(name, settings);
        }
        catch (LinuxException failure) when (failure.Name == "EOPNOTSUPP" && settings.VlanFiltering == true)
        {
            throw new LodgeException(
                ErrorCode.Unsupported, $"The bridge '{name}' cannot tell VLANs apart: this kernel was built without that.",
                "Leave 'vlanFiltering' out, or use a kernel with CONFIG_BRIDGE_VLAN_FILTERING.", failure);
        }
    }

    // The kernel takes a short delay only while the spanning tree protocol is off.
    private void Set(string name, BridgeSettings now, BridgeSettings wanted)
    {
        if (now.ForwardDelay != wanted.ForwardDelay)
        {
            place.Host.Links.SetBridge(name, new BridgeSettings { Stp = false });
            place.Host.Links.SetBridge(name, new BridgeSettings { ForwardDelay = wanted.ForwardDelay });
            now = now with { Stp = false };
        }

        if (now.Stp != wanted.Stp || now.MulticastSnooping != wanted.MulticastSnooping)
        {
            place.Host.Links.SetBridge(name, new BridgeSettings { Stp = wanted.Stp, MulticastSnooping = wanted.MulticastSnooping });
        }
    }

    private void Settle(BridgePlan bridge)
    {
        foreach (var (setting, value) in bridge.Settled)
        {
            place.Run(() =>
            {
                // A kernel without IPv6 has none of these, and needs none.
                if (NetworkSettings.Read(setting) is not null)
                {
                    NetworkSettings.Write(setting, value);
                }
            });
        }
    }

    private void AddAddresses(string name, BridgePlan bridge)
    {
        foreach (var address in bridge.Addresses)
        {
            Trying.Unless(["EEXIST"], () => place.Host.Addresses.Add(name, address.Address, address.PrefixLength));
        }
    }

    private void AddRoutes(string name, BridgePlan bridge)
    {
        var index = place.Host.Links.Get(name).Index;
        foreach (var route in bridge.Routes)
        {
            Trying.Unless(["EEXIST"], () => place.Host.Routes.Add(new NetworkRoute(route.Destination, index, route.Gateway, route.Metric)));
        }
    }
}
