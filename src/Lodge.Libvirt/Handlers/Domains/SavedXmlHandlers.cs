using Lodge.Engine;
using Lodge.Engine.Ports;
using Lodge.Libvirt.Calls;
using Lodge.Libvirt.Protocol;
using Lodge.Libvirt.Sessions;
using Lodge.LibvirtXml.Domain;
using Lodge.Model.Vms;

namespace Lodge.Libvirt.Handlers.Domains;

/// <summary>What saved domains were when they were saved.</summary>
/// <param name="engine">The engine.</param>
/// <param name="domains">All domains.</param>
/// <param name="host">The host.</param>
internal sealed class SavedXmlHandlers(LodgeEngine engine, DomainDirectory domains, IHostInfo host)
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
