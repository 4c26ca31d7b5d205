using Lodge.Libvirt.Calls;
using Lodge.Libvirt.Errors;
using Lodge.Libvirt.Handlers.Domains.Changes;
using Lodge.Libvirt.Handlers.Events;
using Lodge.Libvirt.Handlers.Events.Notices;
using Lodge.Libvirt.Protocol;
using Lodge.Libvirt.Sessions;
using Lodge.LibvirtXml.Domain;
using Lodge.Model.Vms;

namespace Lodge.Libvirt.Handlers.Domains;

/// <summary>What people and programs note down on domains: title, description, and an element of each program's own namespace.</summary>
/// <param name="editor">Small changes.</param>
/// <param name="hub">Tells those who listen.</param>
internal sealed class DomainMetadataHandlers(DomainEditor editor, DomainEventHub hub)
{
    // virDomainMetadataType.
    private const int Description = 0;
    private const int Title = 1;
    private const int Element = 2;

    [Procedure(RemoteProcedure.DomainGetMetadata)]
    public DomainGetMetadataRet Get(Session session, DomainGetMetadataArgs args)
    {
        CallFlags.Check(args.Flags, ChangeSides.All, "virDomainGetMetadata");
        var definition = editor.Read(args.Dom, args.Flags);
        var text = args.Type switch
        {
            Description => definition.Description,
            Title => definition.Title,
            Element => MetadataXml.Get(definition.Kept, MetadataNames.NeedUri(args.Uri)),
            _ => throw Unknown(args.Type),
        };
        return new DomainGetMetadataRet(
            text ?? throw new LibvirtException(ErrorNumber.NoDomainMetadata, ErrorOrigin.Domain, "Requested metadata element is not present"));
    }

    /// <summary>Writes one; nothing, or nothing but an empty text, takes it away.</summary>
    [Procedure(RemoteProcedure.DomainSetMetadata)]
    public async ValueTask SetAsync(Session session, DomainSetMetadataArgs args, CancellationToken cancellation)
    {
        CallFlags.Check(args.Flags, ChangeSides.All, "virDomainSetMetadata");
        var text = string.IsNullOrEmpty(args.Metadata) ? null : args.Metadata;
        Func<VmDefinition, VmDefinition> edit = args.Type switch
        {
            Description => definition => definition with { Description = text },
            Title => definition => definition with { Title = text },
            Element => WithElement(text, args.Key, MetadataNames.NeedUri(args.Uri)),
            _ => throw Unknown(args.Type),
        };
        await editor.EditAsync(args.Dom, args.Flags, edit, cancellation);
        hub.Tell(args.Dom.Uuid, new MetadataNotice(args.Type, args.Type == Element ? args.Uri : null));
    }

    private static Func<VmDefinition, VmDefinition> WithElement(string? xml, string? key, string uri)
    {
        MetadataNames.CheckPrefix(key, needed: xml is not null);
        return definition => definition with { Kept = MetadataXml.Set(definition.Kept, key ?? "", uri, xml) };
    }

    private static LibvirtException Unknown(int type) => DomainEditor.Wrong($"unknown metadata type {type}");
}
