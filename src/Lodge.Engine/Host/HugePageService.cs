using Lodge.Engine.Ports;
using Lodge.Engine.Vms;
using Lodge.Model.Errors;
using Lodge.Model.Host;
using Lodge.Model.Primitives;

namespace Lodge.Engine.Host;

/// <summary>Shows the host's huge pages, and changes how many are reserved: all that were asked for, or none.</summary>
public sealed class HugePageService
{
    private readonly IHugePages _pages;
    private readonly VmInventory _vms;
    private readonly SemaphoreSlim _oneAtATime = new(1);

    internal HugePageService(IHugePages pages, VmInventory vms) => (_pages, _vms) = (pages, vms);

    /// <summary>How many there are, and who uses them.</summary>
    public HugePageReport Read()
    {
        var pools = _pages.Read();
        return new HugePageReport(pools, pools.Any(pool => pool.Free < pool.Total) ? [.. Users()] : []);
    }

    /// <summary>Reserves pages, or gives them back to the host. The kernel forgets it when the host boots.</summary>
    /// <param name="request">How many of which.</param>
    /// <param name="cancellationToken">Ends the wait for another change of the pools.</param>
    /// <exception cref="LodgeException">So many cannot be had, or are in use; the pool is as before.</exception>
    public async Task<HugePageReport> ReserveAsync(HugePageRequest request, CancellationToken cancellationToken)
    {
        await _oneAtATime.WaitAsync(cancellationToken);
        try
        {
            var before = Find(request);
            ThrowIfImpossible(request, before);

            // The kernel may take its time to make room.
            await Task.Run(() => _pages.Reserve(request.PageSize, request.Node, request.Count), CancellationToken.None);
            var reached = Find(request);
            if (reached.Reserved < request.Count)
            {
                _pages.Reserve(request.PageSize, request.Node, before.Reserved);
                throw TooFew(request, reached.Reserved, before.Reserved);
            }

            return Read();
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    private IEnumerable<HugePageUser> Users() =>
        from vm in _vms.List()
        where vm.Runtime is not null
        let used = _pages.UsedBy(vm.Runtime!.ProcessId)
        where used.Bytes > 0
        select new HugePageUser(vm.Id, vm.Name, used);

    private Pool Find(HugePageRequest request)
    {
        var pools = _pages.Read();
        var pool = pools.FirstOrDefault(pool => pool.PageSize == request.PageSize) ?? throw new LodgeException(
            ErrorCode.InvalidArgument,
            $"pageSize: this host has no huge pages of {request.PageSize}.",
            pools.Count == 0 ? "Its kernel was built without huge pages." : $"It has pages of {string.Join(" and ", pools.Select(pool => pool.PageSize))}.");
        if (request.Node is not { } wanted)
        {
            return new Pool(pool.Total - pool.Surplus, Math.Max(pool.Total - pool.Available, 0));
        }

        var node = pool.Nodes.FirstOrDefault(node => node.Node == wanted) ?? throw new LodgeException(
            ErrorCode.InvalidArgument,
            $"node: this host has no NUMA node {wanted} with huge pages of {request.PageSize}.",
            $"It has: {string.Join(", ", pool.Nodes.Select(node => node.Node))}.");
        return new Pool(node.Total - node.Surplus, node.Total - node.Free);
    }

    private void ThrowIfImpossible(HugePageRequest request, Pool pool)
    {
        if (request.Count < 0)
        {
            throw new LodgeException(ErrorCode.InvalidArgument, "count: it is negative.", "0 gives all pages back.");
        }

        if (request.Count < pool.InUse)
        {
            throw new LodgeException(
                ErrorCode.InvalidState,
                $"{Pages(pool.InUse, request)} are in use or promised{UsedBy()}, so that no fewer can be kept.",
                $"Stop the VMs that use them first, or keep {pool.InUse} or more.");
        }

        // Trying it would push everything else out of the host's memory, in vain.
        var room = pool.Reserved + (_pages.AvailableBytes / request.PageSize.Bytes);
        if (request.Count > pool.Reserved && request.Count > room)
        {
            throw TooFew(request, room, pool.Reserved);
        }
    }

    private string UsedBy() => Users().Select(user => user.Vm).ToArray() is { Length: > 0 } names ? $" (VMs: {string.Join(", ", names)})" : "";

    private static LodgeException TooFew(HugePageRequest request, long possible, long before) => new(
        ErrorCode.InsufficientResources,
        $"{Pages(request.Count, request)} cannot be had: the host's memory has room for {possible} at most at this moment. {before} are reserved, as before.",
        $"Ask for {possible} or fewer, or stop VMs or programs first. Memory that is in pieces is joined by 'echo 1 > /proc/sys/vm/compact_memory'; "
            + $"the surest time is the host's boot, with the kernel parameters hugepagesz={Unit(request.PageSize)} hugepages={request.Count}.");

    private static string Pages(long count, HugePageRequest request) =>
        $"{count} huge pages of {request.PageSize}{(request.Node is { } node ? $" on NUMA node {node}" : "")}";

    // The kernel's parameters take 2M and 1G.
    private static string Unit(ByteSize size) => size.ToString().Replace("iB", "", StringComparison.Ordinal);

    private sealed record Pool(long Reserved, long InUse);
}
