using Lodge.Engine.Vms;
using Lodge.Libvirt.Calls;
using Lodge.Libvirt.Errors;
using Lodge.Libvirt.Handlers.Domains;
using Lodge.Libvirt.Protocol;
using Lodge.Libvirt.Sessions;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Usage;

namespace Lodge.Libvirt.Handlers.Statistics;

/// <summary>
/// Statistics of many domains in one call. All QEMUs are asked at once; of one that does not answer in time, what the
/// host knows without it is told.
/// </summary>
/// <param name="statistics">The engine's.</param>
/// <param name="domains">All domains.</param>
internal sealed class BulkStatsHandlers(VmStatistics statistics, DomainDirectory domains)
{
    // virConnectGetAllDomainStatsFlags: the lower ones choose domains, as for lists.
    private const uint Filters = 0xff;
    private const uint NoWait = 1u << 29;
    private const uint Backing = 1u << 30;
    private const uint EnforceStats = 1u << 31;

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_noPatience = TimeSpan.FromMilliseconds(250);

    [Procedure(RemoteProcedure.ConnectGetAllDomainStats)]
    public async ValueTask<ConnectGetAllDomainStatsRet> ReadAsync(Session session, ConnectGetAllDomainStatsArgs args, CancellationToken cancellation)
    {
        CallFlags.Check(args.Flags, Filters | NoWait | Backing | EnforceStats, "virConnectGetAllDomainStats");
        var groups = Groups(args.Stats, enforce: (args.Flags & EnforceStats) != 0);
        var vms = Chosen(args.Doms).Where(vm => DomainFilter.Matches(vm, args.Flags & Filters)).ToList();
        var patience = (args.Flags & NoWait) != 0 ? s_noPatience : s_patience;
        var usages = await statistics.ReadAllAsync(vms, StatsGroups.Parts(groups) | UsageParts.RecentWillDo, patience, cancellation);
        var withBacking = (args.Flags & Backing) != 0;
        return new([.. vms.Zip(usages, (vm, usage) => new DomainStatsRecord(domains.Handle(vm), StatsRecord.Of(vm, usage, groups, withBacking)))]);
    }

    // A domain that has gone meanwhile is no failure of the others.
    private IEnumerable<Vm> Chosen(Domain[] handles) =>
        handles.Length == 0 ? domains.All() : handles.Select(handle => domains.Find(handle)).OfType<Vm>();

    private static StatsGroup Groups(uint wanted, bool enforce)
    {
        var unknown = wanted & ~(uint)StatsGroups.All;
        if (enforce && unknown != 0)
        {
            throw new LibvirtException(
                ErrorNumber.ArgumentUnsupported, ErrorOrigin.Qemu, $"Stats types bits 0x{unknown:x} are not supported by this daemon or QEMU");
        }

        return wanted == 0 ? StatsGroups.All : (StatsGroup)wanted & StatsGroups.All;
    }
}
