using Lodge.Engine.Ports;
using Lodge.Libvirt.Calls;
using Lodge.Libvirt.Errors;
using Lodge.Libvirt.Handlers.Domains;
using Lodge.Libvirt.Protocol;
using Lodge.Libvirt.Sessions;

namespace Lodge.Libvirt.Handlers.Hosts;

/// <summary>What the host does at this moment: times of its processors, use of its memory.</summary>
/// <param name="host">The host.</param>
/// <param name="meters">What it does.</param>
internal sealed class NodeMeterHandlers(IHostInfo host, IHostMeters meters)
{
    private const int All = -1;

    // Fields that each call answers with; clients ask for their number first, by a call with room for none.
    private const int CpuFields = 4;
    private const int MemoryFields = 4;
    private const int CellFields = 2;

    [Procedure(RemoteProcedure.NodeGetCpuStats)]
    public NodeGetCpuStatsRet GetCpuStats(Session session, NodeGetCpuStatsArgs args)
    {
        CallFlags.Check(args.Flags, 0, "virNodeGetCPUStats");
        if (args.Nparams == 0)
        {
            return new NodeGetCpuStatsRet([], CpuFields);
        }

        var times = meters.ReadCpuTimes(args.CpuNum == All ? null : args.CpuNum);
        return new NodeGetCpuStatsRet(
            [
                new NodeGetCpuStats("kernel", (ulong)times.KernelNanoseconds),
                new NodeGetCpuStats("user", (ulong)times.UserNanoseconds),
                new NodeGetCpuStats("idle", (ulong)times.IdleNanoseconds),
                new NodeGetCpuStats("iowait", (ulong)times.IoWaitNanoseconds),
            ],
            CpuFields);
    }

    /// <summary>In KiB. Of a NUMA node the kernel does not tell what its caches hold.</summary>
    [Procedure(RemoteProcedure.NodeGetMemoryStats)]
    public NodeGetMemoryStatsRet GetMemoryStats(Session session, NodeGetMemoryStatsArgs args)
    {
        CallFlags.Check(args.Flags, 0, "virNodeGetMemoryStats");
        var whole = args.CellNum == All;
        var count = whole ? MemoryFields : CellFields;
        if (args.Nparams == 0)
        {
            return new NodeGetMemoryStatsRet([], count);
        }

        var memory = meters.ReadMemory(whole ? null : args.CellNum);
        NodeGetMemoryStats[] fields =
        [
            new("total", KiB(memory.TotalBytes)),
            new("free", KiB(memory.FreeBytes)),
            new("buffers", KiB(memory.BuffersBytes)),
            new("cached", KiB(memory.CachedBytes)),
        ];
        return new NodeGetMemoryStatsRet(fields[..count], count);
    }

    /// <summary>In bytes.</summary>
    [Procedure(RemoteProcedure.NodeGetFreeMemory)]
    public NodeGetFreeMemoryRet GetFreeMemory(Session session) => new((ulong)meters.ReadMemory(null).FreeBytes);

    /// <summary>In bytes, of each NUMA node.</summary>
    [Procedure(RemoteProcedure.NodeGetCellsFreeMemory)]
    public NodeGetCellsFreeMemoryRet GetCellsFreeMemory(Session session, NodeGetCellsFreeMemoryArgs args)
    {
        var nodes = host.Read().Topology?.Nodes ?? [];
        var from = nodes.Where(node => node.Id >= args.StartCell).Take(args.Maxcells).ToList();
        return from.Count > 0 && args.StartCell >= 0
            ? new NodeGetCellsFreeMemoryRet([.. from.Select(node => (ulong)node.FreeBytes)])
            : throw new LibvirtException(ErrorNumber.InvalidArg, ErrorOrigin.Qemu, $"start cell {args.StartCell} out of range (0-{nodes.Count - 1})");
    }

    private static ulong KiB(long bytes) => (ulong)bytes >> 10;
}
