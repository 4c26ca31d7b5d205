using Lodge.Model.Errors;
using Lodge.Model.Networks;

namespace Lodge.Cli.Networks;

/// <summary>Turns wishes into the definition of a network. Pure.</summary>
internal static class NetworkPlan
{
    /// <summary>The definition to create, and whether the daemon may move its subnets to where there is room.</summary>
    /// <exception cref="LodgeException">The wishes do not go together.</exception>
    public static (NetworkDefinition Definition, bool Flexible) Make(string name, NetworkWishes wishes)
    {
        var mode = wishes.Mode ?? (wishes.Sharing is null ? NetworkMode.Nat : NetworkMode.Macvtap);
        var carefree = wishes.Subnets.Count == 0 && wishes.Dhcp.Count == 0 && mode is NetworkMode.Nat or NetworkMode.Isolated;
        CheckPlace(mode, wishes);
        var definition = new NetworkDefinition(SubnetSpec.Make(carefree ? [SubnetSpec.Usual] : wishes.Subnets, wishes.Dhcp))
        {
            Name = name,
            Title = wishes.Title,
            Mode = mode,
            Bridge = wishes.Bridge is { } bridge ? new BridgeDefinition { Name = bridge } : null,
            Interfaces = wishes.Interfaces.Count > 0 ? wishes.Interfaces : null,
            Macvtap = wishes.Sharing,
            Domain = wishes.Domain is { } domain ? new DomainName { Name = domain } : null,
            Tenant = wishes.Tenant,
            Mtu = wishes.Mtu,
            Forwards = wishes.Forwards.Count > 0 ? wishes.Forwards : null,
            Groups = wishes.Groups.Count > 0 ? wishes.Groups : null,
            Bandwidth = wishes.Bandwidth,
            Autostart = wishes.Autostart,
        };
        return (definition, carefree);
    }

    // What the daemon would refuse in the words of the definition is said in those of the command line.
    private static void CheckPlace(NetworkMode mode, NetworkWishes wishes)
    {
        if (mode == NetworkMode.Bridge && wishes.Bridge is null)
        {
            throw Wrong("A network of mode bridge needs the host's bridge.", "Name it: --bridge br0. 'ip link show type bridge' lists those of this host.");
        }

        if (mode == NetworkMode.Macvtap && wishes.Interfaces.Count == 0)
        {
            throw Wrong("A network of mode macvtap needs an interface of the host.", "Name it: --interface eth0. 'ip link' lists those of this host.");
        }

        if (mode is NetworkMode.Routed or NetworkMode.Open && wishes.Subnets.Count == 0)
        {
            throw Wrong(
                "A network of this mode needs a subnet that the rest of the world knows the way to.", "Name it: --subnet 10.7.0.1/24, the host's address in it and the prefix.");
        }
    }

    private static LodgeException Wrong(string message, string remedy) => new(ErrorCode.InvalidArgument, message, remedy);
}
