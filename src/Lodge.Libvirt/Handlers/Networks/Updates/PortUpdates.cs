using Lodge.LibvirtXml.Networks;
using Lodge.Model.Networks;
using Lodge.Model.Vms.Devices;

namespace Lodge.Libvirt.Handlers.Networks.Updates;

/// <summary>Changes of the interfaces that guests share, and of port groups. Pure.</summary>
internal static class PortUpdates
{
    public static NetworkDefinition Interface(NetworkDefinition network, NetworkUpdate update)
    {
        update.ThrowIfModify("forward interface entries");
        var name = NetworkPartXml.ReadInterface(update.Xml);
        var list = network.Interfaces.OrEmpty().ToList();
        var present = list.IndexOf(name);
        return network with
        {
            Interfaces = (update.IsAdd, present) switch
            {
                (true, < 0) => update.Added(list, name),
                (true, _) => throw NetworkDirectory.Invalid($"there is an existing interface entry in network '{network.Name}' that matches \"<interface dev='{name}'>\""),
                (_, < 0) => throw NetworkDirectory.Invalid($"couldn't find an interface entry in network '{network.Name}' matching <interface dev='{name}'>"),
                _ => NetworkUpdate.Without(list, present),
            },
        };
    }

    public static NetworkDefinition Group(NetworkDefinition network, NetworkUpdate update)
    {
        var group = NetworkPartXml.ReadPortGroup(update.Xml);
        var groups = network.PortGroups.OrEmpty().ToList();
        var present = groups.FindIndex(known => known.Name == group.Name);
        if (!update.IsDelete && group.Default == true && groups.Exists(known => known.Default == true && known.Name != group.Name))
        {
            throw NetworkDirectory.Invalid($"a different portgroup entry in network '{network.Name}' is already set as the default. Only one default is allowed.");
        }

        return network with
        {
            PortGroups = (update.IsAdd, present) switch
            {
                (true, < 0) => update.Added(groups, group),
                (true, _) => throw NetworkDirectory.Invalid($"there is an existing portgroup entry in network '{network.Name}' that matches \"<portgroup name='{group.Name}'>\""),
                (_, < 0) => throw NetworkDirectory.Invalid($"couldn't find a portgroup entry in network '{network.Name}' matching <portgroup name='{group.Name}'>"),
                _ when update.IsDelete => NetworkUpdate.Without(groups, present),
                _ => [.. groups.Select((known, index) => index == present ? group : known)],
            },
        };
    }
}
