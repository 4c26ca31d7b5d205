using Lodge.Engine;
using Lodge.Libvirt.Calls;
using Lodge.Libvirt.Handlers.Domains;
using Lodge.Libvirt.Handlers.Domains.Changes;
using Lodge.Libvirt.Protocol;
using Lodge.Libvirt.Sessions;

namespace Lodge.Libvirt.Handlers.Agents;

/// <summary>How long guests' agents may take to answer.</summary>
/// <param name="engine">The engine.</param>
/// <param name="agents">Asks agents.</param>
internal sealed class AgentPatienceHandlers(LodgeEngine engine, AgentCalls agents)
{
    // virDomainAgentResponseTimeoutValues; what is above is seconds.
    private const int Forever = -2;
    private const int Usual = -1;
    private const int AtOnce = 0;

    [Procedure(RemoteProcedure.DomainAgentSetResponseTimeout)]
    public DomainAgentSetResponseTimeoutRet Set(Session session, DomainAgentSetResponseTimeoutArgs args)
    {
        CallFlags.Check(args.Flags, 0, "virDomainAgentSetResponseTimeout");
        TimeSpan? patience = args.Timeout switch
        {
            Forever => TimeSpan.MaxValue,
            Usual => null,
            AtOnce => TimeSpan.FromMilliseconds(1),
            > AtOnce => TimeSpan.FromSeconds(args.Timeout),
            _ => throw DomainEditor.Wrong($"guest agent timeout '{args.Timeout}' is less than the minimum '{Forever}'"),
        };
        engine.Agents.SetPatience(agents.Check(args.Dom).Id.ToString(), patience);
        return new DomainAgentSetResponseTimeoutRet(0);
    }
}
