using Lodge.Engine;
using Lodge.Libvirt.Calls;
using Lodge.Libvirt.Errors;
using Lodge.Libvirt.Protocol;
using Lodge.Libvirt.Sessions;

namespace Lodge.Libvirt.Handlers.Domains;

/// <summary>What saved domains were when they were saved, and what they are to be when they are brought back.</summary>
/// <param name="engine">The engine.</param>
/// <param name="domains">All domains.</param>
/// <param name="xml">Their XML.</param>
internal sealed class SavedXmlHandlers(LodgeEngine engine, DomainDirectory domains, SavedXml xml)
{
    private const uint Secure = 1;

    [Procedure(RemoteProcedure.DomainSaveImageGetXmlDesc)]
    public async ValueTask<DomainSaveImageGetXmlDescRet> GetAsync(
        Session session, DomainSaveImageGetXmlDescArgs args, CancellationToken cancellation)
    {
        CallFlags.Check(args.Flags, Secure, "virDomainSaveImageGetXMLDesc");
        return new(xml.Write((await engine.Saving.ReadAsync(args.File, cancellation)).Definition, (args.Flags & Secure) != 0));
    }

    [Procedure(RemoteProcedure.DomainManagedSaveGetXmlDesc)]
    public async ValueTask<DomainManagedSaveGetXmlDescRet> GetAsync(
        Session session, DomainManagedSaveGetXmlDescArgs args, CancellationToken cancellation)
    {
        CallFlags.Check(args.Flags, Secure, "virDomainManagedSaveGetXMLDesc");
        var vm = domains.Get(args.Dom).Id.ToString();
        return new(xml.Write((await engine.Saving.ReadManagedAsync(vm, cancellation)).Definition, (args.Flags & Secure) != 0));
    }

    [Procedure(RemoteProcedure.DomainSaveImageDefineXml)]
    public async ValueTask DefineAsync(Session session, DomainSaveImageDefineXmlArgs args, CancellationToken cancellation)
    {
        CallFlags.Check(args.Flags, SavedFlags.All, "virDomainSaveImageDefineXML");
        await engine.SavedDefinitions.ReplaceAsync(args.File, xml.Change(args.Dxml), SavedFlags.IsPaused(args.Flags), cancellation);
    }

    [Procedure(RemoteProcedure.DomainManagedSaveDefineXml)]
    public async ValueTask DefineAsync(Session session, DomainManagedSaveDefineXmlArgs args, CancellationToken cancellation)
    {
        CallFlags.Check(args.Flags, SavedFlags.All, "virDomainManagedSaveDefineXML");
        var vm = domains.Get(args.Dom).Id.ToString();
        var wanted = args.Dxml ?? throw new LibvirtException(ErrorNumber.InvalidArg, ErrorOrigin.Qemu, "the XML is missing");
        await engine.SavedDefinitions.ReplaceManagedAsync(vm, xml.Change(wanted), SavedFlags.IsPaused(args.Flags), cancellation);
    }
}
