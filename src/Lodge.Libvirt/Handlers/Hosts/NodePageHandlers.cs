using Lodge.Engine.Host;
using Lodge.Engine.Ports;
using Lodge.Libvirt.Calls;
using Lodge.Libvirt.Errors;
using Lodge.Libvirt.Handlers.Domains;
using Lodge.Libvirt.Protocol;
using Lodge.Libvirt.Sessions;
using Lodge.Model.Host;
using Lodge.Model.Primitives;

namespace Lodge.Libvirt.Handlers.Hosts;

/// <summary>Pages of the host's memory, of each size and on each NUMA node: how many are free, and reserving huge ones.</summary>
/// <param name="host">The host.</param>
/// <param name="pages">Its huge pages.</param>
internal sealed class NodePageHandlers(IHostInfo host, HugePageService pages)
{
    private const uint Set = 1;
    private const int WholeHost = -1;
    private const int BasePage = 4;

    /// <summary>For each node the free pages of each size, which are named in KiB.</summary>
    [Procedure(RemoteProcedure.NodeGetFreePages)]
    public NodeGetFreePagesRet GetFree(Session session, NodeGetFreePagesArgs args)
    {
        CallFlags.Check(args.Flags, 0, "virNodeGetFreePages");
        var pools = pages.Read().Pools;
        return new NodeGetFreePagesRet(
            [.. Cells(args.StartCell, args.CellCount).SelectMany(cell => args.Pages.Select(size => (ulong)Free(pools, cell, size)))]);
    }

    /// <summary>Reserves huge pages; the answer is how many pools were changed.</summary>
    [Procedure(RemoteProcedure.NodeAllocPages)]
    public async ValueTask<NodeAllocPagesRet> AllocateAsync(Session session, NodeAllocPagesArgs args, CancellationToken cancellation)
    {
        CallFlags.Check(args.Flags, Set, "virNodeAllocPages");
        if (args.PageSizes.Length != args.PageCounts.Length)
        {
            throw new LibvirtException(ErrorNumber.InvalidArg, ErrorOrigin.Qemu, "there must be as many counts as sizes of pages");
        }

        var changed = 0;
        foreach (var cell in Cells(args.StartCell, args.CellCount))
        {
            foreach (var (size, count) in args.PageSizes.Zip(args.PageCounts))
            {
                await ReserveAsync(cell, size, count, (args.Flags & Set) != 0, cancellation);
                changed++;
            }
        }

        return new NodeAllocPagesRet(changed);
    }

    private async Task ReserveAsync(HostNode? cell, uint size, ulong count, bool all, CancellationToken cancellation)
    {
        var pool = Pool(pages.Read().Pools, size);
        var present = all ? 0
            : cell is null ? pool.Total - pool.Surplus
            : pool.Nodes.Where(node => node.Node == cell.Id).Sum(node => node.Total - node.Surplus);
        var request = new HugePageRequest { PageSize = pool.PageSize, Count = present + (long)Math.Min(count, int.MaxValue), Node = cell?.Id };
        await pages.ReserveAsync(request, cancellation);
    }

    // The nodes that a range means; null stands for the host as a whole.
    private IEnumerable<HostNode?> Cells(int first, uint count)
    {
        if (first == WholeHost)
        {
            return [null];
        }

        var nodes = host.Read().Topology?.Nodes ?? [];
        var found = nodes.Where(node => node.Id >= first && node.Id < first + (long)count).ToList();
        return found.Count > 0 ? found
            : throw new LibvirtException(ErrorNumber.InvalidArg, ErrorOrigin.Qemu, $"start cell {first} out of range (0-{nodes.Count - 1})");
    }

    private long Free(IReadOnlyList<HugePagePool> pools, HostNode? cell, uint size)
    {
        if (size == BasePage)
        {
            var nodes = host.Read().Topology?.Nodes ?? [];
            return (cell?.FreeBytes ?? nodes.Sum(node => node.FreeBytes)) / (BasePage << 10);
        }

        var pool = Pool(pools, size);
        return cell is null ? pool.Free : pool.Nodes.Where(node => node.Node == cell.Id).Sum(node => node.Free);
    }

    private static HugePagePool Pool(IReadOnlyList<HugePagePool> pools, uint size) =>
        pools.FirstOrDefault(pool => pool.PageSize == ByteSize.FromKiB(size))
        ?? throw new LibvirtException(ErrorNumber.InvalidArg, ErrorOrigin.Qemu, $"this host has no pool of pages of {size} KiB");
}
