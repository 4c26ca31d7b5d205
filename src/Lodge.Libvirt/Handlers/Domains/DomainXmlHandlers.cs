using Lodge.Engine.Ports;
using Lodge.Engine.Vms.Agents;
using Lodge.Libvirt.Calls;
using Lodge.Libvirt.Protocol;
using Lodge.Libvirt.Sessions;
using Lodge.LibvirtXml.Domain;
using Lodge.Model.Vms;

namespace Lodge.Libvirt.Handlers.Domains;

/// <summary>Domains described as XML.</summary>
/// <param name="domains">All domains.</param>
/// <param name="host">The host.</param>
/// <param name="agents">The guest agents.</param>
internal sealed class DomainXmlHandlers(DomainDirectory domains, IHostInfo host, VmAgents agents)
{
    private const uint Secure = 1;
    private const uint Inactive = 2;
    private const uint UpdateCpu = 4;
    private const uint Migratable = 8;

    [Procedure(RemoteProcedure.DomainGetXmlDesc)]
    public DomainGetXmlDescRet GetXml(Session session, DomainGetXmlDescArgs args)
    {
        CallFlags.Check(args.Flags, Secure | Inactive | UpdateCpu | Migratable, "virDomainGetXMLDesc");
        var vm = domains.Get(args.Dom);
        var runtime = (args.Flags & Inactive) == 0 ? vm.Runtime : null;
        var definition = runtime is null ? vm.Definition : runtime.Definition with { Name = vm.Name };
        return new DomainGetXmlDescRet(DomainXml.Write(definition, Options(vm, runtime, args.Flags)));
    }

    private DomainXmlOptions Options(Vm vm, VmRuntime? runtime, uint flags)
    {
        var report = host.Read();
        return new DomainXmlOptions
        {
            Secure = (flags & (Secure | Migratable)) != 0,
            Migratable = (flags & Migratable) != 0,
            HostAccelerator = report.Kvm.Usable ? Accelerator.Kvm : Accelerator.Tcg,
            Emulator = report.Qemu?.Binary ?? "/usr/bin/qemu-system-x86_64",
            Live = runtime is null ? null : Live(vm, runtime),
        };
    }

    private LiveDomain Live(Vm vm, VmRuntime runtime) => new()
    {
        Id = Math.Max(1, domains.NumberOf(vm)),
        Accel = runtime.Accel,
        MachineName = runtime.MachineName,
        Displays = runtime.Displays ?? [],
        Ports = runtime.Ports ?? new Dictionary<string, string>(),
        AgentConnected = agents.IsKnownThere(vm.Id),
        RunsAs = runtime.Uid is { } user ? (user, user) : null,
    };
}
