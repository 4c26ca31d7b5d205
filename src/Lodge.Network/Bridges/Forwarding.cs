using Lodge.Linux.Network;
using Lodge.Network.Hosts;

namespace Lodge.Network.Bridges;

/// <summary>
/// Lets the host pass packets on. It stays on when the last network stops: nobody can tell who else has come to rely on it.
/// </summary>
internal static class Forwarding
{
    private const string Ipv4 = "ipv4/ip_forward";
    private const string Ipv6 = "ipv6/conf/all/forwarding";

    /// <summary>Switches it on where it is needed and off.</summary>
    public static void SwitchOn(NetworkPlace place, bool ipv4, bool ipv6)
    {
        if (ipv4)
        {
            place.Run(() => NetworkSettings.Write(Ipv4, 1));
        }

        if (ipv6 && place.Run(() => NetworkSettings.Read(Ipv6)) == "0")
        {
            KeepAdvertisedRoutes(place);
            place.Run(() => NetworkSettings.Write(Ipv6, 1));
        }
    }

    // A host that forwards does not listen to routers any more, and would lose its own way out, unless told to do both.
    private static void KeepAdvertisedRoutes(NetworkPlace place)
    {
        var advertised = place.Host.Routes.List().Where(route => route.IsAdvertised).Select(route => route.Link).ToHashSet();
        foreach (var link in place.Host.Links.List().Where(link => advertised.Contains(link.Index)))
        {
            var setting = $"ipv6/conf/{link.Name}/accept_ra";
            place.Run(() =>
            {
                if (NetworkSettings.Read(setting) == "1")
                {
                    NetworkSettings.Write(setting, 2);
                }
            });
        }
    }
}
