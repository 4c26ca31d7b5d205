using Lodge.Engine.Vms;
using Lodge.Libvirt.Calls;
using Lodge.Libvirt.Errors;
using Lodge.Libvirt.Handlers.Domains;
using Lodge.Libvirt.Protocol;
using Lodge.Libvirt.Sessions;
using Lodge.Model.Vms.Devices;
using Lodge.Model.Vms.Usage;

namespace Lodge.Libvirt.Handlers.Statistics;

/// <summary>What the disks of a running domain do, and how large disks are.</summary>
/// <param name="reader">Reads it.</param>
/// <param name="domains">All domains.</param>
/// <param name="statistics">Measures disks that nobody uses.</param>
internal sealed class BlockStatsHandlers(UsageReader reader, DomainDirectory domains, VmStatistics statistics)
{
    private const uint TextOkay = 4;
    private const long NotCounted = -1;

    [Procedure(RemoteProcedure.DomainBlockStats)]
    public async ValueTask<DomainBlockStatsRet> ReadAsync(Session session, DomainBlockStatsArgs args, CancellationToken cancellation)
    {
        var disk = await DiskAsync(args.Dom, args.Path, cancellation);
        return new(disk.Reads, disk.ReadBytes, disk.Writes, disk.WrittenBytes, NotCounted);
    }

    /// <summary>The same under names; a client asks first how many there are.</summary>
    [Procedure(RemoteProcedure.DomainBlockStatsFlags)]
    public async ValueTask<DomainBlockStatsFlagsRet> ReadAsync(Session session, DomainBlockStatsFlagsArgs args, CancellationToken cancellation)
    {
        CallFlags.Check(args.Flags, TextOkay, "virDomainBlockStatsFlags");
        var disk = await DiskAsync(args.Dom, args.Path, cancellation);
        var all = new TypedParams()
            .Long("wr_bytes", disk.WrittenBytes)
            .Long("wr_operations", disk.Writes)
            .Long("rd_bytes", disk.ReadBytes)
            .Long("rd_operations", disk.Reads)
            .Long("flush_operations", disk.Flushes)
            .Long("wr_total_times", disk.WriteNanoseconds)
            .Long("rd_total_times", disk.ReadNanoseconds)
            .Long("flush_total_times", disk.FlushNanoseconds)
            .ToArray();
        return args.Nparams == 0 ? new([], all.Length) : new([.. all.Take(args.Nparams)], Math.Min(all.Length, args.Nparams));
    }

    /// <summary>What the guest sees, what the host has given for it, and where its file ends; bytes.</summary>
    [Procedure(RemoteProcedure.DomainGetBlockInfo)]
    public async ValueTask<DomainGetBlockInfoRet> GetInfoAsync(Session session, DomainGetBlockInfoArgs args, CancellationToken cancellation)
    {
        CallFlags.Check(args.Flags, 0, "virDomainGetBlockInfo");
        if (domains.Get(args.Dom) is { Status.IsLive: false } stopped)
        {
            var idle = DomainDisks.Find(stopped.Definition, args.Path);
            var size = await statistics.MeasureAsync(idle.Source?.HostPath() ?? throw Empty(args.Path), idle.Format ?? DiskFormat.Raw, cancellation);
            return new((ulong)size.OnHost, (ulong)size.Capacity, (ulong)size.Length);
        }

        var (vm, usage) = await reader.ReadWholeAsync(args.Dom, UsageParts.Disks, cancellation);
        var known = DomainDisks.Find(vm.CurrentDefinition, args.Path);
        var disk = usage.Disks.FirstOrDefault(used => used.Name == known.Name);
        if (disk is not { Capacity: { } capacity })
        {
            throw Empty(args.Path);
        }

        // Of a growing image on a device nobody but QEMU knows how far it has come.
        var allocation = known is { Source: BlockDiskSource, Format: not DiskFormat.Raw } ? disk.HighestWrite : disk.OnHost;
        return new((ulong)(allocation ?? disk.OnHost ?? 0), (ulong)capacity, (ulong)(disk.Length ?? 0));
    }

    /// <summary>The disks whose last request failed; a client asks first how many there may be.</summary>
    [Procedure(RemoteProcedure.DomainGetDiskErrors)]
    public async ValueTask<DomainGetDiskErrorsRet> GetErrorsAsync(Session session, DomainGetDiskErrorsArgs args, CancellationToken cancellation)
    {
        CallFlags.Check(args.Flags, 0, "virDomainGetDiskErrors");
        var (vm, usage) = await reader.ReadWholeAsync(args.Dom, UsageParts.Disks, cancellation);
        if (args.Maxerrors == 0)
        {
            return new([], vm.CurrentDefinition.Disks.Count);
        }

        var failed = usage.Disks.Where(disk => disk.Condition != DiskCondition.Well).Take((int)Math.Min(args.Maxerrors, 256))
            .Select(disk => new DomainDiskError(disk.Name, disk.Condition == DiskCondition.NoSpace ? 2 : 1)).ToArray();
        return new(failed, failed.Length);
    }

    private static LibvirtException Empty(string disk) =>
        new(ErrorNumber.InvalidArg, ErrorOrigin.Qemu, $"disk '{disk}' does not currently have a source assigned");

    // An empty name means all disks together.
    private async Task<DiskUsage> DiskAsync(Domain handle, string name, CancellationToken cancellation)
    {
        var (vm, usage) = await reader.ReadWholeAsync(handle, UsageParts.Disks, cancellation);
        if (name.Length == 0)
        {
            return usage.Disks.Aggregate(new DiskUsage { Name = "" }, Sum);
        }

        var known = DomainDisks.Find(vm.CurrentDefinition, name);
        return usage.Disks.FirstOrDefault(disk => disk.Name == known.Name)
            ?? throw new LibvirtException(ErrorNumber.InternalError, ErrorOrigin.Qemu, $"missing stats for disk '{name}'");
    }

    private static DiskUsage Sum(DiskUsage all, DiskUsage one) => all with
    {
        Reads = all.Reads + one.Reads,
        ReadBytes = all.ReadBytes + one.ReadBytes,
        ReadNanoseconds = all.ReadNanoseconds + one.ReadNanoseconds,
        Writes = all.Writes + one.Writes,
        WrittenBytes = all.WrittenBytes + one.WrittenBytes,
        WriteNanoseconds = all.WriteNanoseconds + one.WriteNanoseconds,
        Flushes = all.Flushes + one.Flushes,
        FlushNanoseconds = all.FlushNanoseconds + one.FlushNanoseconds,
    };
}
