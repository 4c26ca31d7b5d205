using Lodge.Engine;
using Lodge.Libvirt.Calls;
using Lodge.Libvirt.Protocol;
using Lodge.Libvirt.Sessions;
using Lodge.LibvirtXml.Domain;
using Lodge.Model.Vms.States;

namespace Lodge.Libvirt.Handlers.Domains;

/// <summary>Starting, halting and ending domains.</summary>
/// <param name="engine">The engine.</param>
/// <param name="domains">All domains.</param>
/// <param name="runFolder">The folder with the sockets of running VMs, which mean nothing in a definition.</param>
internal sealed class DomainLifecycleHandlers(LodgeEngine engine, DomainDirectory domains, string? runFolder)
{
    private const uint StartPaused = 1;
    private const uint StartForceBoot = 8;
    private const uint StartValidate = 16;
    private const uint Gracefully = 1;

    [Procedure(RemoteProcedure.DomainCreate)]
    public async ValueTask CreateAsync(Session session, DomainCreateArgs args, CancellationToken cancellation) =>
        await StartAsync(args.Dom, 0, cancellation);

    [Procedure(RemoteProcedure.DomainCreateWithFlags)]
    public async ValueTask<DomainCreateWithFlagsRet> CreateAsync(Session session, DomainCreateWithFlagsArgs args, CancellationToken cancellation)
    {
        CallFlags.Check(args.Flags, StartPaused | StartForceBoot, "virDomainCreateWithFlags");
        return new(await StartAsync(args.Dom, args.Flags, cancellation));
    }

    /// <summary>Starts a domain that is forgotten when it ends.</summary>
    [Procedure(RemoteProcedure.DomainCreateXml)]
    public async ValueTask<DomainCreateXmlRet> CreateAsync(Session session, DomainCreateXmlArgs args, CancellationToken cancellation)
    {
        CallFlags.Check(args.Flags, StartPaused | StartValidate, "virDomainCreateXML");
        var paused = (args.Flags & StartPaused) != 0;
        var definition = DomainXml.Read(args.XmlDesc, runFolder, (args.Flags & StartValidate) != 0);
        return new(domains.Handle(await engine.Lifecycle.LaunchAsync(definition, transient: true, paused, cancellation)));
    }

    [Procedure(RemoteProcedure.DomainDestroy)]
    public async ValueTask DestroyAsync(Session session, DomainDestroyArgs args, CancellationToken cancellation) =>
        await engine.Lifecycle.KillAsync(domains.GetActive(args.Dom).Id.ToString(), cancellation);

    /// <summary>Ends QEMU; it always gets the chance to write out what it holds.</summary>
    [Procedure(RemoteProcedure.DomainDestroyFlags)]
    public async ValueTask DestroyAsync(Session session, DomainDestroyFlagsArgs args, CancellationToken cancellation)
    {
        CallFlags.Check(args.Flags, Gracefully, "virDomainDestroyFlags");
        await engine.Lifecycle.KillAsync(domains.GetActive(args.Dom).Id.ToString(), cancellation);
    }

    /// <summary>Halts the guest; one that stands still already stays so.</summary>
    [Procedure(RemoteProcedure.DomainSuspend)]
    public async ValueTask SuspendAsync(Session session, DomainSuspendArgs args, CancellationToken cancellation)
    {
        var vm = domains.GetActive(args.Dom);
        if (vm.Status.State == VmState.Suspended)
        {
            throw DomainDirectory.Invalid("domain is pmsuspended");
        }

        if (vm.Status.State != VmState.Paused)
        {
            await engine.Lifecycle.PauseAsync(vm.Id.ToString(), cancellation);
        }
    }

    [Procedure(RemoteProcedure.DomainResume)]
    public async ValueTask ResumeAsync(Session session, DomainResumeArgs args, CancellationToken cancellation)
    {
        var vm = domains.GetActive(args.Dom);
        if (vm.Status.State is VmState.Suspended or VmState.Running)
        {
            throw DomainDirectory.Invalid(vm.Status.State == VmState.Running ? "domain is already running" : "domain is pmsuspended");
        }

        await engine.Lifecycle.ResumeAsync(vm.Id.ToString(), cancellation);
    }

    /// <summary>Wakes a guest that put itself to sleep.</summary>
    [Procedure(RemoteProcedure.DomainPmWakeup)]
    public async ValueTask WakeAsync(Session session, DomainPmWakeupArgs args, CancellationToken cancellation)
    {
        CallFlags.Check(args.Flags, 0, "virDomainPMWakeup");
        var vm = domains.GetActive(args.Dom);
        if (vm.Status.State != VmState.Suspended)
        {
            throw DomainDirectory.Invalid("Unable to wake up domain that is not suspended");
        }

        await engine.Lifecycle.ResumeAsync(vm.Id.ToString(), cancellation);
    }

    [Procedure(RemoteProcedure.DomainReset)]
    public async ValueTask ResetAsync(Session session, DomainResetArgs args, CancellationToken cancellation)
    {
        CallFlags.Check(args.Flags, 0, "virDomainReset");
        await engine.Lifecycle.ResetAsync(domains.GetActive(args.Dom).Id.ToString(), cancellation);
    }

    private async ValueTask<Domain> StartAsync(Domain handle, uint flags, CancellationToken cancellation)
    {
        var vm = domains.Get(handle);
        if (vm.Status.IsLive)
        {
            throw DomainDirectory.Invalid("domain is already running");
        }

        return domains.Handle(await engine.Lifecycle.StartAsync(
            vm.Id.ToString(), paused: (flags & StartPaused) != 0, discardSave: (flags & StartForceBoot) != 0, cancellation));
    }
}
