using Lodge.Libvirt.Calls;
using Lodge.Libvirt.Protocol;
using Lodge.Libvirt.Sessions;
using Lodge.LibvirtXml.Domain;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Devices;

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
        var running = domains.Get(args.Dom).Runtime;
        return new DomainGetMessagesRet(args.Flags == Deprecation ? [] : [.. Taints(running).Select(taint => $"tainted: {taint}")]);
    }

    private static IEnumerable<string> Taints(VmRuntime? running)
    {
        if (KeptQemu.Changes(running?.Definition.Kept))
        {
            yield return "QEMU has arguments or properties that the user gave it";
        }

        foreach (var taint in (running?.Taints).OrEmpty())
        {
            yield return taint == VmTaint.CustomAgent ? "custom guest agent commands were given" : "custom monitor commands were given";
        }
    }
}
