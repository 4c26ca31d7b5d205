using Lodge.Engine;
using Lodge.Libvirt.Calls;
using Lodge.Libvirt.Errors;
using Lodge.Libvirt.Handlers.Agents;
using Lodge.Libvirt.Handlers.Domains;
using Lodge.Libvirt.Protocol;
using Lodge.Libvirt.Sessions;

namespace Lodge.Libvirt.Handlers.Qemu;

/// <summary>Commands past Lodge to the agent of a guest.</summary>
/// <param name="engine">The engine.</param>
/// <param name="agents">The agents of guests.</param>
internal sealed class AgentCommandHandlers(LodgeEngine engine, AgentCalls agents)
{
    private const int Forever = -2;
    private const int Usual = -1;
    private const int NotAtAll = 0;

    private static readonly TimeSpan s_longest = TimeSpan.FromDays(1);
    private static readonly TimeSpan s_usual = TimeSpan.FromSeconds(60);

    // As good as nothing, and yet enough for an agent that has nothing else to do.
    private static readonly TimeSpan s_moment = TimeSpan.FromSeconds(1);

    [Procedure(QemuProcedure.QemuDomainAgentCommand)]
    public async ValueTask<QemuDomainAgentCommandRet> ExecuteAsync(
        Session session, QemuDomainAgentCommandArgs args, CancellationToken cancellation)
    {
        CallFlags.Check(args.Flags, 0, "virDomainQemuAgentCommand");
        var deadline = DeadlineOf(args.Timeout);
        var command = CommandText.Read(args.Cmd);
        var answer = await agents.AskAsync(
            args.Dom, vm => engine.Agents.ExecuteAsync(vm, command.Name, command.Arguments, deadline, cancellation));
        return new($$"""{"return":{{answer}}}""");
    }

    private static TimeSpan DeadlineOf(int seconds) => seconds switch
    {
        < Forever => throw new LibvirtException(
            ErrorNumber.InvalidArg, ErrorOrigin.Qemu, $"guest agent timeout '{seconds}' is less than the minimum '{Forever}'"),
        Forever => s_longest,
        Usual => s_usual,
        NotAtAll => s_moment,
        _ => TimeSpan.FromSeconds(Math.Min(seconds, s_longest.TotalSeconds)),
    };
}
