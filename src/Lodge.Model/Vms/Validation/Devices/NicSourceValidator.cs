using System.Net;
using Lodge.Model.Vms.Devices;

namespace Lodge.Model.Vms.Validation.Devices;

/// <summary>What network cards are plugged into.</summary>
internal static class NicSourceValidator
{
    private const int PortLimit = 65_535;

    public static void Check(VmDefinition definition, Place root)
    {
        var forwards = new HashSet<(object Protocol, string Address, int Port)>();
        foreach (var (place, nic) in root.Each("nics", definition.Nics))
        {
            CheckSource(nic.Source, forwards, place.In("source"));
            CheckWhatIsForOthers(nic, place);
        }
    }

    private static void CheckSource(NicSource source, HashSet<(object Protocol, string Address, int Port)> forwards, Place place)
    {
        switch (source)
        {
            case UserNicSource user:
                foreach (var (at, forward) in place.Each("forwards", user.Forwards))
                {
                    CheckForward(forward, forwards, at);
                }

                break;
            case NetworkNicSource network:
                if (IdentityValidator.NameProblem(network.Network) is { } problem)
                {
                    place.Add("network", problem);
                }

                place.Word("portGroup", network.PortGroup);
                break;
            case BridgeNicSource bridge:
                place.Interface("bridge", bridge.Bridge);
                break;
            case MacvtapNicSource macvtap:
                place.Interface("interface", macvtap.Interface);
                break;
        }
    }

    private static void CheckForward(UserPortForward forward, HashSet<(object Protocol, string Address, int Port)> forwards, Place place)
    {
        place.Range("port", forward.Port, 1, PortLimit);
        place.Range("targetPort", forward.TargetPort, 1, PortLimit);
        place.AddIf(
            forward.Address is not null && !IPAddress.TryParse(forward.Address, out _), "address", $"must be an IP address, and is '{forward.Address}'");
        place.AddIf(
            !forwards.Add((forward.Protocol, forward.Address ?? "127.0.0.1", forward.Port)), "port", $"is {forward.Port}, which is forwarded already");
    }

    private static void CheckWhatIsForOthers(NicDefinition nic, Place place)
    {
        place.Only(
            nic.Source is not UserNicSource,
            "a card on a network of the host",
            ("bandwidth", nic.Bandwidth), ("promiscuous", nic.Promiscuous), ("interface", nic.Interface));
        place.Only(
            nic.Source is NetworkNicSource or BridgeNicSource,
            "a card on a network or bridge",
            ("vlan", nic.Vlan), ("groups", nic.Groups), ("filter", nic.Filter), ("antiSpoofing", nic.AntiSpoofing), ("isolated", nic.Isolated));
        place.AddIf(nic is { Queues: > 1, Source: UserNicSource }, "queues", $"must be 1 on a network of the type 'user', and is {nic.Queues}");
    }
}
