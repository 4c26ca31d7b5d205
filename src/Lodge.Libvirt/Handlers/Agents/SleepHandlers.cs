using Lodge.Engine;
using Lodge.Libvirt.Calls;
using Lodge.Libvirt.Errors;
using Lodge.Libvirt.Handlers.Domains;
using Lodge.Libvirt.Protocol;
using Lodge.Libvirt.Sessions;
using Lodge.Model.Vms.Guest;

namespace Lodge.Libvirt.Handlers.Agents;

/// <summary>Sending guests to sleep, by their agents.</summary>
/// <param name="engine">The engine.</param>
/// <param name="agents">The agents of guests.</param>
internal sealed class SleepHandlers(LodgeEngine engine, AgentCalls agents)
{
    /// <summary>The answer says that the guest was asked; that it sleeps is told by an event.</summary>
    [Procedure(RemoteProcedure.DomainPmSuspendForDuration)]
    public async ValueTask SleepAsync(Session session, DomainPmSuspendForDurationArgs args, CancellationToken cancellation)
    {
        CallFlags.Check(args.Flags, 0, "virDomainPMSuspendForDuration");
        if (args.Duration != 0)
        {
            throw new LibvirtException(ErrorNumber.ArgumentUnsupported, ErrorOrigin.Qemu, "a guest cannot be told to wake up by itself: the duration must be 0");
        }

        // virNodeSuspendTarget.
        var sleep = args.Target switch
        {
            0 => GuestSleep.Memory,
            1 => GuestSleep.Disk,
            2 => GuestSleep.Hybrid,
            _ => throw new LibvirtException(ErrorNumber.InvalidArg, ErrorOrigin.Qemu, $"there is no kind of sleep with number {args.Target}"),
        };
        await agents.TellAsync(args.Dom, vm => engine.Agents.SleepAsync(vm, sleep, cancellation));
    }
}
