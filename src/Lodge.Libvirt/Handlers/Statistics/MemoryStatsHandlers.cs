using Lodge.Libvirt.Calls;
using Lodge.Libvirt.Handlers.Domains;
using Lodge.Libvirt.Protocol;
using Lodge.Libvirt.Sessions;
using Lodge.Model.Vms.Usage;

namespace Lodge.Libvirt.Handlers.Statistics;

/// <summary>What a running guest says of its memory.</summary>
/// <param name="reader">Reads it.</param>
internal sealed class MemoryStatsHandlers(UsageReader reader)
{
    // What the protocol allows.
    private const uint Most = 1024;

    [Procedure(RemoteProcedure.DomainMemoryStats)]
    public async ValueTask<DomainMemoryStatsRet> ReadAsync(Session session, DomainMemoryStatsArgs args, CancellationToken cancellation)
    {
        CallFlags.Check(args.Flags, 0, "virDomainMemoryStats");
        var (vm, usage) = await reader.ReadAsync(args.Dom, UsageParts.Memory, cancellation);
        var told = GuestMemoryTags.Of(usage);
        if (usage.Memory is null)
        {
            told = told.Prepend((Tag: MemoryTag.Current, Value: DomainSizes.Memory(vm.CurrentDefinition)));
        }

        return new([.. told.Take((int)Math.Min(args.MaxStats, Most)).Select(stat => new DomainMemoryStat((int)stat.Tag, stat.Value))]);
    }
}
