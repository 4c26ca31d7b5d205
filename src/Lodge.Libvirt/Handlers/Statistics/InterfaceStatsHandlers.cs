using Lodge.Libvirt.Calls;
using Lodge.Libvirt.Errors;
using Lodge.Libvirt.Handlers.Domains;
using Lodge.Libvirt.Protocol;
using Lodge.Libvirt.Sessions;

namespace Lodge.Libvirt.Handlers.Statistics;

/// <summary>Counters of network cards. QEMU's own private network has none, and no device on the host to ask.</summary>
/// <param name="domains">All domains.</param>
internal sealed class InterfaceStatsHandlers(DomainDirectory domains)
{
    [Procedure(RemoteProcedure.DomainInterfaceStats)]
    public DomainInterfaceStatsRet Read(Session session, DomainInterfaceStatsArgs args)
    {
        var isCard = domains.GetActive(args.Dom).CurrentDefinition.Nics.Any(
            nic => nic.Alias == args.Device || string.Equals(nic.Mac, args.Device, StringComparison.OrdinalIgnoreCase));
        throw isCard
            ? new LibvirtException(
                ErrorNumber.OperationUnsupported, ErrorOrigin.Qemu, $"interface '{args.Device}' is in QEMU's private network, which counts nothing")
            : new LibvirtException(ErrorNumber.InvalidArg, ErrorOrigin.Qemu, $"invalid path, '{args.Device}' is not a known interface");
    }
}
