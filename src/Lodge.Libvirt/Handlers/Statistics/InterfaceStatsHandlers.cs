using Lodge.Libvirt.Calls;
using Lodge.Libvirt.Errors;
using Lodge.Libvirt.Handlers.Domains;
using Lodge.Libvirt.Protocol;
using Lodge.Libvirt.Sessions;
using Lodge.Model.Vms.Usage;

namespace Lodge.Libvirt.Handlers.Statistics;

/// <summary>Counters of network cards. A private network of a VM's own has none, and no device on the host to ask.</summary>
/// <param name="usage">Reads what VMs have used.</param>
/// <param name="domains">All domains.</param>
internal sealed class InterfaceStatsHandlers(UsageReader usage, DomainDirectory domains)
{
    [Procedure(RemoteProcedure.DomainInterfaceStats)]
    public async ValueTask<DomainInterfaceStatsRet> ReadAsync(Session session, DomainInterfaceStatsArgs args, CancellationToken cancellation)
    {
        var vm = domains.GetActive(args.Dom);
        var card = DomainCards.Find(vm, vm.CurrentDefinition, args.Device)
            ?? throw new LibvirtException(ErrorNumber.InvalidArg, ErrorOrigin.Qemu, $"invalid path, '{args.Device}' is not a known interface");
        var (_, read) = await usage.ReadAsync(args.Dom, UsageParts.Nics, cancellation);
        return read.Nics.FirstOrDefault(counted => counted.Alias == card.Alias) is { } counted
            ? new(
                (long)counted.ReceivedBytes, (long)counted.ReceivedPackets, (long)counted.ReceiveErrors, (long)counted.ReceiveDrops,
                (long)counted.SentBytes, (long)counted.SentPackets, (long)counted.SendErrors, (long)counted.SendDrops)
            : throw new LibvirtException(
                ErrorNumber.OperationUnsupported, ErrorOrigin.Qemu, $"interface '{args.Device}' is in a private network of its own, which counts nothing");
    }
}
