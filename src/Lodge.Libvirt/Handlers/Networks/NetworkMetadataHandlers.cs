using Lodge.Engine.Networks;
using Lodge.Libvirt.Calls;
using Lodge.Libvirt.Errors;
using Lodge.Libvirt.Handlers.Domains;
using Lodge.Libvirt.Handlers.Events;
using Lodge.Libvirt.Protocol;
using Lodge.Libvirt.Sessions;
using Lodge.LibvirtXml.Domain;
using Lodge.Model.Networks;
using Lodge.Model.Vms;

namespace Lodge.Libvirt.Handlers.Networks;

/// <summary>What people and programs note down on networks: title, description, and an element of each program's own namespace.</summary>
/// <param name="networks">All networks.</param>
/// <param name="directory">Finds one.</param>
/// <param name="events">Tells those who listen.</param>
internal sealed class NetworkMetadataHandlers(NetworkService networks, NetworkDirectory directory, NetworkEventHandlers events)
{
    // virNetworkMetadataType.
    private const int Description = 0;
    private const int Title = 1;
    private const int Element = 2;

    [Procedure(RemoteProcedure.NetworkGetMetadata)]
    public NetworkGetMetadataRet Get(Session session, NetworkGetMetadataArgs args)
    {
        CallFlags.Check(args.Flags, NetworkSides.All, "virNetworkGetMetadata");
        var definition = NetworkSides.Read(directory.Get(args.Network), args.Flags);
        var text = args.Type switch
        {
            Description => definition.Description,
            Title => definition.Title,
            Element => MetadataXml.Get(Kept(definition), MetadataNames.NeedUri(args.Uri)),
            _ => throw Unknown(args.Type),
        };
        return new(text ?? throw new LibvirtException(ErrorNumber.NoNetworkMetadata, ErrorOrigin.Network, "Requested metadata element is not present"));
    }

    /// <summary>Writes one; nothing, or nothing but an empty text, takes it away.</summary>
    [Procedure(RemoteProcedure.NetworkSetMetadata)]
    public async ValueTask SetAsync(Session session, NetworkSetMetadataArgs args, CancellationToken cancellation)
    {
        CallFlags.Check(args.Flags, NetworkSides.All, "virNetworkSetMetadata");
        var network = directory.Get(args.Network);
        var text = string.IsNullOrEmpty(args.Metadata) ? null : args.Metadata;
        Func<NetworkDefinition, NetworkDefinition> edit = args.Type switch
        {
            Description => definition => definition with { Description = text },
            Title => definition => definition with { Title = text },
            Element => WithElement(text, args.Key, MetadataNames.NeedUri(args.Uri)),
            _ => throw Unknown(args.Type),
        };
        await networks.ChangeAsync(network.Id.ToString(), edit, NetworkSides.Scope(network, args.Flags), null, cancellation);
        events.TellMetadata(NetworkDirectory.HandleOf(network), args.Type, args.Type == Element ? args.Uri : null);
    }

    private static Func<NetworkDefinition, NetworkDefinition> WithElement(string? xml, string? key, string uri)
    {
        MetadataNames.CheckPrefix(key, needed: xml is not null);
        return definition => definition with { Metadata = MetadataXml.Set(Kept(definition), key ?? "", uri, xml)?.Metadata };
    }

    private static KeptXml? Kept(NetworkDefinition definition) => definition.Metadata is { } text ? new KeptXml { Metadata = text } : null;

    private static LibvirtException Unknown(int type) => new(ErrorNumber.InvalidArg, ErrorOrigin.Network, $"unknown metadata type {type}");
}
