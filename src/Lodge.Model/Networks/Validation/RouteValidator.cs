using System.Net;
using Lodge.Model.Vms.Validation;

namespace Lodge.Model.Networks.Validation;

/// <summary>Ways to networks behind guests.</summary>
internal static class RouteValidator
{
    public static void Check(NetworkDefinition definition, Place root)
    {
        var subnets = definition.Subnets.Select(subnet => Subnets.Parse(subnet.Address)).OfType<(IPAddress Address, IPNetwork Network)>().ToList();
        var seen = new HashSet<IPNetwork>();
        foreach (var (place, route) in root.Each("routes", definition.Routes))
        {
            place.Range("metric", route.Metric, 1, uint.MaxValue);
            var destination = place.Network("destination", route.Destination);
            if (destination is { } to)
            {
                place.AddIf(!seen.Add(to), "destination", $"is {to}, as that of another route is already");
                place.AddIf(
                    subnets.Exists(subnet => subnet.Network.Contains(to.BaseAddress)), "destination", $"is {to}, which is within a subnet of this network");
            }

            if (place.Address("gateway", route.Gateway) is { } gateway)
            {
                place.AddIf(!subnets.Exists(subnet => subnet.Network.Contains(gateway)), "gateway", $"must be within a subnet of this network, and is {gateway}");
                place.AddIf(subnets.Exists(subnet => subnet.Address.Equals(gateway)), "gateway", $"is the host's own address, {gateway}");
                place.AddIf(
                    destination is { } network && network.BaseAddress.AddressFamily != gateway.AddressFamily,
                    "gateway", $"must be of the same address family as the destination, {destination}, and is {gateway}");
            }
        }
    }
}
