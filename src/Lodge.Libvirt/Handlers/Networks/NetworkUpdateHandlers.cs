using Lodge.Engine.Networks;
using Lodge.Libvirt.Calls;
using Lodge.Libvirt.Handlers.Domains;
using Lodge.Libvirt.Handlers.Networks.Updates;
using Lodge.Libvirt.Protocol;
using Lodge.Libvirt.Sessions;

namespace Lodge.Libvirt.Handlers.Networks;

/// <summary>Changes of single parts of a network, while it runs or for the next start.</summary>
/// <param name="networks">All networks.</param>
/// <param name="directory">Finds one.</param>
internal sealed class NetworkUpdateHandlers(NetworkService networks, NetworkDirectory directory)
{
    [Procedure(RemoteProcedure.NetworkUpdate)]
    public async ValueTask UpdateAsync(Session session, NetworkUpdateArgs args, CancellationToken cancellation)
    {
        CallFlags.Check(args.Flags, NetworkSides.All, "virNetworkUpdate");
        var network = directory.Get(args.Net);
        var update = new NetworkUpdate((UpdateCommand)args.Command, (UpdateSection)args.Section, args.ParentIndex, args.Xml);
        await networks.ChangeAsync(network.Id.ToString(), update.Apply, NetworkSides.Scope(network, args.Flags), null, cancellation);
    }
}
