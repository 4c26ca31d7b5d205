using Lodge.Linux.Network;
using Lodge.Network.Hosts;

namespace Lodge.Network.HostBridges.Facts;

/// <summary>Reads what an interface has.</summary>
internal sealed class LinkFactReader(NetworkPlace place)
{
    /// <summary>The facts of an interface as they are now.</summary>
    public LinkFacts Read(NetworkLink link) => new()
    {
        Link = link,
        Addresses = place.Host.Saved.Addresses(link.Index),
        Routes = place.Host.Saved.Routes(link.Index),
        Settings = place.Run(() => LinkSettings.Read(link.Name)),
        Neighbours = [.. place.Host.Neighbours.List().Where(one => one.Link == link.Index)],
    };
}
