using Lodge.Engine;
using Lodge.Engine.Ports;
using Lodge.Libvirt.Calls;
using Lodge.Libvirt.Errors;
using Lodge.Libvirt.Protocol;
using Lodge.Libvirt.Sessions;
using Lodge.LibvirtXml.Domain;
using Lodge.Model.Vms;

namespace Lodge.Libvirt.Handlers.Domains;

/// <summary>What saved domains were when they were saved, and what they are to be when they are brought back.</summary>
/// <param name="engine">The engine.</param>
/// <param name="domains">All domains.</param>
/// <param name="host">The host.</param>
/// <param name="runFolder">The folder with the sockets of running VMs, which mean nothing in a definition.</param>
internal sealed class SavedXmlHandlers(LodgeEngine engine, DomainDirectory domains, IHostInfo host, string? runFolder)
{
    private const uint Secure = 1;

    [Procedure(RemoteProcedure.DomainSaveImageGetXmlDesc)]
    public async ValueTask<DomainSaveImageGetXmlDescRet> GetAsync(
        Session session, DomainSaveImageGetXmlDescArgs args, CancellationToken cancellation)
    {
        CallFlags.Check(args.Flags, Secure, "virDomainSaveImageGetXMLDesc");
        return new(Write(await engine.Saving.ReadAsync(args.File, cancellation), args.Flags));
    }

    [Procedure(RemoteProcedure.DomainManagedSaveGetXmlDesc)]
    public async ValueTask<DomainManagedSaveGetXmlDescRet> GetAsync(
        Session session, DomainManagedSaveGetXmlDescArgs args, CancellationToken cancellation)
    {
        CallFlags.Check(args.Flags, Secure, "virDomainManagedSaveGetXMLDesc");
        var vm = domains.Get(args.Dom).Id.ToString();
        return new(Write(await engine.Saving.ReadManagedAsync(vm, cancellation), args.Flags));
    }

    [Procedure(RemoteProcedure.DomainSaveImageDefineXml)]
    public async ValueTask DefineAsync(Session session, DomainSaveImageDefineXmlArgs args, CancellationToken cancellation)
    {
        CallFlags.Check(args.Flags, SavedFlags.All, "virDomainSaveImageDefineXML");
        await engine.SavedDefinitions.ReplaceAsync(args.File, DomainXml.Read(args.Dxml, runFolder), SavedFlags.IsPaused(args.Flags), cancellation);
    }

    [Procedure(RemoteProcedure.DomainManagedSaveDefineXml)]
    public async ValueTask DefineAsync(Session session, DomainManagedSaveDefineXmlArgs args, CancellationToken cancellation)
    {
        CallFlags.Check(args.Flags, SavedFlags.All, "virDomainManagedSaveDefineXML");
        var vm = domains.Get(args.Dom).Id.ToString();
        var wanted = args.Dxml ?? throw new LibvirtException(ErrorNumber.InvalidArg, ErrorOrigin.Qemu, "the XML is missing");
        await engine.SavedDefinitions.ReplaceManagedAsync(vm, DomainXml.Read(wanted, runFolder), SavedFlags.IsPaused(args.Flags), cancellation);
    }

    private string Write(SavedStateHeader saved, uint flags)
    {
        var report = host.Read();
        return DomainXml.Write(saved.Definition, new DomainXmlOptions
        {
            Secure = (flags & Secure) != 0,
            HostAccelerator = report.Kvm.Usable ? Accelerator.Kvm : Accelerator.Tcg,
            Emulator = report.Qemu?.Binary ?? "/usr/bin/qemu-system-x86_64",
        });
    }
}
