using Lodge.Engine;
using Lodge.Libvirt.Calls;
using Lodge.Libvirt.Protocol;
using Lodge.Libvirt.Sessions;
using Lodge.Model.Jobs;
using Lodge.Model.Vms;

namespace Lodge.Libvirt.Handlers.Domains;

/// <summary>Asking guests to power off or reboot. The answer says that the guest was asked, not that it obeyed.</summary>
/// <param name="engine">The engine.</param>
/// <param name="domains">All domains.</param>
internal sealed class DomainShutdownHandlers(LodgeEngine engine, DomainDirectory domains)
{
    private const uint PowerButton = 1;
    private const uint Agent = 2;

    // The button is pressed again for so long, since a guest that boots overhears it.
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(1);

    // An agent that cannot be asked is reported when that is known so soon.
    private static readonly TimeSpan s_firstAnswer = TimeSpan.FromSeconds(1);

    [Procedure(RemoteProcedure.DomainShutdown)]
    public async ValueTask ShutDownAsync(Session session, DomainShutdownArgs args, CancellationToken cancellation) =>
        await ShutDownAsync(args.Dom, 0, cancellation);

    [Procedure(RemoteProcedure.DomainShutdownFlags)]
    public async ValueTask ShutDownAsync(Session session, DomainShutdownFlagsArgs args, CancellationToken cancellation)
    {
        CallFlags.Check(args.Flags, PowerButton | Agent, "virDomainShutdownFlags");
        await ShutDownAsync(args.Dom, args.Flags, cancellation);
    }

    [Procedure(RemoteProcedure.DomainReboot)]
    public async ValueTask RebootAsync(Session session, DomainRebootArgs args, CancellationToken cancellation)
    {
        CallFlags.Check(args.Flags, PowerButton | Agent, "virDomainReboot");
        var vm = domains.GetActive(args.Dom).Id.ToString();
        await AskedAsync(engine.Shutdown.Reboot(vm, s_patience, ShutDownEscalation.Fail, Method(args.Flags)), args.Flags, cancellation);
    }

    private async ValueTask ShutDownAsync(Domain handle, uint flags, CancellationToken cancellation)
    {
        var vm = domains.GetActive(handle).Id.ToString();
        await AskedAsync(engine.Shutdown.ShutDown(vm, s_patience, ShutDownEscalation.Fail, Method(flags)), flags, cancellation);
    }

    private async ValueTask AskedAsync(Job job, uint flags, CancellationToken cancellation)
    {
        if (Method(flags) == ShutDownMethod.Agent)
        {
            JobEnd.ThrowIfFailed(await engine.Jobs.WaitAsync(job.Id, s_firstAnswer, cancellation));
        }
    }

    private static ShutDownMethod Method(uint flags) => (flags & (PowerButton | Agent)) switch
    {
        PowerButton => ShutDownMethod.Acpi,
        Agent => ShutDownMethod.Agent,
        _ => ShutDownMethod.Auto,
    };
}
