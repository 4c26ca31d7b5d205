using Lodge.Engine.Networks;
using Lodge.Libvirt.Calls;
using Lodge.Libvirt.Errors;
using Lodge.Libvirt.Handlers.Domains;
using Lodge.Libvirt.Protocol;
using Lodge.Libvirt.Sessions;
using Lodge.LibvirtXml.Networks;
using Lodge.Model.Networks;
using Handle = Lodge.Libvirt.Protocol.Network;

namespace Lodge.Libvirt.Handlers.Networks;

/// <summary>Defining and deleting networks, starting and stopping them, and whether they start with the host.</summary>
/// <param name="networks">All networks.</param>
/// <param name="directory">Finds one.</param>
internal sealed class NetworkLifecycleHandlers(NetworkService networks, NetworkDirectory directory)
{
    private const uint Validate = 1;

    [Procedure(RemoteProcedure.NetworkDefineXml)]
    public async ValueTask<NetworkDefineXmlRet> DefineAsync(Session session, NetworkDefineXmlArgs args, CancellationToken cancellation) =>
        new(await DefineAsync(args.Xml, 0, cancellation));

    [Procedure(RemoteProcedure.NetworkDefineXmlFlags)]
    public async ValueTask<NetworkDefineXmlFlagsRet> DefineAsync(Session session, NetworkDefineXmlFlagsArgs args, CancellationToken cancellation)
    {
        CallFlags.Check(args.Flags, Validate, "virNetworkDefineXMLFlags");
        return new(await DefineAsync(args.Xml, args.Flags, cancellation));
    }

    [Procedure(RemoteProcedure.NetworkCreateXml)]
    public async ValueTask<NetworkCreateXmlRet> CreateAsync(Session session, NetworkCreateXmlArgs args, CancellationToken cancellation) =>
        new(await CreateAsync(args.Xml, 0, cancellation));

    [Procedure(RemoteProcedure.NetworkCreateXmlFlags)]
    public async ValueTask<NetworkCreateXmlFlagsRet> CreateAsync(Session session, NetworkCreateXmlFlagsArgs args, CancellationToken cancellation)
    {
        CallFlags.Check(args.Flags, Validate, "virNetworkCreateXMLFlags");
        return new(await CreateAsync(args.Xml, args.Flags, cancellation));
    }

    [Procedure(RemoteProcedure.NetworkCreate)]
    public async ValueTask StartAsync(Session session, NetworkCreateArgs args, CancellationToken cancellation)
    {
        var network = directory.Get(args.Net);
        if (network.IsActive)
        {
            throw NetworkDirectory.Invalid("network is already active");
        }

        await networks.StartAsync(network.Id.ToString(), cancellation);
    }

    /// <summary>Stops it, whoever is plugged in: that is what clients of libvirt mean by it.</summary>
    [Procedure(RemoteProcedure.NetworkDestroy)]
    public async ValueTask StopAsync(Session session, NetworkDestroyArgs args, CancellationToken cancellation) =>
        await networks.StopAsync(directory.GetActive(args.Net).Id.ToString(), force: true, cancellation);

    [Procedure(RemoteProcedure.NetworkUndefine)]
    public async ValueTask UndefineAsync(Session session, NetworkUndefineArgs args, CancellationToken cancellation) =>
        await networks.UndefineAsync(Persistent(args.Net, "can't undefine transient network").Id.ToString(), cancellation);

    [Procedure(RemoteProcedure.NetworkSetAutostart)]
    public async ValueTask SetAutostartAsync(Session session, NetworkSetAutostartArgs args, CancellationToken cancellation) =>
        await networks.SetAutostartAsync(Persistent(args.Net, "cannot set autostart for transient network").Id.ToString(), args.Autostart != 0, cancellation);

    private Model.Networks.Network Persistent(Handle handle, string otherwise) =>
        directory.Get(handle) is { Persistent: true } network ? network : throw NetworkDirectory.Invalid(otherwise);

    private async ValueTask<Handle> DefineAsync(string xml, uint flags, CancellationToken cancellation)
    {
        var wanted = Read(xml, flags);
        return NetworkDirectory.HandleOf(await networks.DefineAsync(wanted, cancellation));
    }

    private async ValueTask<Handle> CreateAsync(string xml, uint flags, CancellationToken cancellation)
    {
        var wanted = Read(xml, flags);
        if (directory.Find(wanted.Id) is { IsActive: true } present)
        {
            throw NetworkDirectory.Invalid($"network is already active as '{present.Name}'");
        }

        return NetworkDirectory.HandleOf(await networks.CreateAsync(wanted, cancellation));
    }

    // XML without a UUID means a new network, also when its name is known.
    private NetworkDefinition Read(string xml, uint flags)
    {
        var wanted = NetworkXml.Read(xml, (flags & Validate) != 0);
        var present = directory.Find(wanted.Id);
        if (present is not null && present.Name != wanted.Name)
        {
            throw Taken($"network '{present.Name}' is already defined with uuid {present.Id}");
        }

        if (present is null && directory.FindName(wanted.Name) is { } other)
        {
            throw Taken($"network '{other.Name}' already exists with uuid {other.Id}");
        }

        return wanted with { Autostart = present?.Definition.Autostart ?? false };
    }

    private static LibvirtException Taken(string detail) => new(ErrorNumber.OperationFailed, ErrorOrigin.Network, detail);
}
