using Lodge.Libvirt.Calls;
using Lodge.Libvirt.Protocol;
using Lodge.Libvirt.Sessions;
using Lodge.LibvirtXml.Domain;

namespace Lodge.Libvirt.Handlers.Domains;

/// <summary>What is to be said against running domains.</summary>
/// <param name="domains">All domains.</param>
internal sealed class DomainMessageHandlers(DomainDirectory domains)
{
    // virDomainMessageType; without a flag all kinds are meant.
    private const uint Deprecation = 1;
    private const uint Tainting = 2;

    [Procedure(RemoteProcedure.DomainGetMessages)]
    public DomainGetMessagesRet Get(Session session, DomainGetMessagesArgs args)
    {
        CallFlags.Check(args.Flags, Deprecation | Tainting, "virDomainGetMessages");
        var running = domains.Get(args.Dom).Runtime?.Definition;
        var tainted = KeptQemu.Changes(running?.Kept) && args.Flags != Deprecation;
        return new DomainGetMessagesRet(tainted ? ["tainted: QEMU has arguments or properties that the user gave it"] : []);
    }
}
