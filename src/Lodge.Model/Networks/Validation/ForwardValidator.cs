using System.Net;
using Lodge.Model.Vms.Devices;
using Lodge.Model.Vms.Validation;

namespace Lodge.Model.Networks.Validation;

/// <summary>Ports of the host that lead to guests.</summary>
internal static class ForwardValidator
{
    private const int PortLimit = 65_535;

    public static void Check(NetworkDefinition definition, Place root)
    {
        var subnets = definition.Subnets.Select(subnet => Subnets.Parse(subnet.Address)).OfType<(IPAddress Address, IPNetwork Network)>().ToList();
        var before = new List<(string Path, PortForward Forward)>();
        foreach (var (place, forward) in root.Each("forwards", definition.Forwards))
        {
            place.Ports(forward.Port, forward.LastPort);
            CheckTargetPort(forward, place);
            var target = CheckTarget(forward.Target, subnets, place);
            var address = place.Address("address", forward.Address);
            place.AddIf(
                target is not null && address is not null && target.AddressFamily != address.AddressFamily,
                "target", $"must be of the same address family as the host's address, {address}, and is {target}");
            if (before.Find(other => Forwards.Overlap(other.Forward, forward)) is { Path: { } path })
            {
                place.Add("", $"takes a port that {path} takes already, {Forwards.Text(forward)}");
            }

            before.Add((place.Path, forward));
        }

        root.AddIf(definition.Forwards.OrEmpty().Count > 0 && definition.Subnets.Count == 0, "forwards", "are given in a network without subnets, where no guest has an address that the host knows");
    }

    private static void CheckTargetPort(PortForward forward, Place place)
    {
        place.Range("targetPort", forward.TargetPort, 1, PortLimit);
        var last = (forward.TargetPort ?? forward.Port) + Math.Max(0, (forward.LastPort ?? forward.Port) - forward.Port);
        place.AddIf(forward.TargetPort is >= 1 and <= PortLimit && last > PortLimit, "targetPort", $"leads to ports up to {last}, and {PortLimit} is the last one");
    }

    private static IPAddress? CheckTarget(string target, List<(IPAddress Address, IPNetwork Network)> subnets, Place place)
    {
        if (!Subnets.TryParseAddress(target, out var address))
        {
            place.Name("target", target, "a VM");
            return null;
        }

        place.AddIf(!subnets.Exists(subnet => subnet.Network.Contains(address)), "target", $"must be within a subnet of this network, and is {address}");
        place.AddIf(subnets.Exists(subnet => subnet.Address.Equals(address)), "target", $"is the host's own address, {address}");
        return address;
    }
}
