using Lodge.Engine;
using Lodge.Libvirt.Calls;
using Lodge.Libvirt.Errors;
using Lodge.Libvirt.Handlers.Domains;
using Lodge.Libvirt.Protocol;
using Lodge.Libvirt.Sessions;

namespace Lodge.Libvirt.Handlers.Agents;

/// <summary>The clocks of guests.</summary>
/// <param name="engine">The engine.</param>
/// <param name="agents">The agents of guests.</param>
internal sealed class AgentClockHandlers(LodgeEngine engine, AgentCalls agents)
{
    private const uint Sync = 1;
    private const uint NanosecondsASecond = 1_000_000_000;

    /// <summary>The guest's clock, in seconds since 1970 and what is left of a second.</summary>
    [Procedure(RemoteProcedure.DomainGetTime)]
    public async ValueTask<DomainGetTimeRet> GetAsync(Session session, DomainGetTimeArgs args, CancellationToken cancellation)
    {
        CallFlags.Check(args.Flags, 0, "virDomainGetTime");
        var time = await agents.AskAsync(args.Dom, vm => engine.Agents.GetTimeAsync(vm, cancellation));
        var (seconds, rest) = Math.DivRem((time - DateTimeOffset.UnixEpoch).Ticks, TimeSpan.TicksPerSecond);
        return new DomainGetTimeRet(seconds, (uint)(rest * TimeSpan.NanosecondsPerTick));
    }

    /// <summary>Sets the guest's clock, or lets it follow its hardware's.</summary>
    [Procedure(RemoteProcedure.DomainSetTime)]
    public async ValueTask SetAsync(Session session, DomainSetTimeArgs args, CancellationToken cancellation)
    {
        CallFlags.Check(args.Flags, Sync, "virDomainSetTime");
        DateTimeOffset? time = (args.Flags & Sync) != 0 ? null : TimeOf(args.Seconds, args.Nseconds);
        await agents.TellAsync(args.Dom, vm => engine.Agents.SetTimeAsync(vm, time, cancellation));
    }

    private static DateTimeOffset TimeOf(long seconds, uint nanoseconds) =>
        seconds >= 0 && seconds <= DateTimeOffset.MaxValue.ToUnixTimeSeconds() && nanoseconds < NanosecondsASecond
            ? DateTimeOffset.FromUnixTimeSeconds(seconds).AddTicks(nanoseconds / TimeSpan.NanosecondsPerTick)
            : throw new LibvirtException(ErrorNumber.InvalidArg, ErrorOrigin.Qemu, $"{seconds} s and {nanoseconds} ns since 1970 is no time");
}
