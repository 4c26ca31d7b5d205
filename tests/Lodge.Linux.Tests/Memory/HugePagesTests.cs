using Lodge.Linux.Memory;
using Lodge.Model.Primitives;

namespace Lodge.Linux.Tests.Memory;

public sealed class HugePagesTests : IDisposable
{
    private static readonly ByteSize TwoMiB = ByteSize.FromMiB(2);

    private readonly string _folder = Directory.CreateTempSubdirectory("lodge-hugepages-").FullName;

    [Fact]
    public void Pools_are_read_by_size_and_node_and_written_where_they_are_read()
    {
        Pool("kernel/mm/hugepages/hugepages-1048576kB", total: 1, free: 1);
        Pool("kernel/mm/hugepages/hugepages-2048kB", total: 64, free: 40, promised: 10, surplus: 2);
        File.WriteAllText(Make("devices/system/node/online"), "0-1\n");
        Pool("devices/system/node/node0/hugepages/hugepages-2048kB", total: 60, free: 40);
        Pool("devices/system/node/node1/hugepages/hugepages-2048kB", total: 4, free: 0, surplus: 2);
        var pages = new HugePages(_folder);

        var pools = pages.Read();

        Assert.Equal(["2MiB", "1GiB"], pools.Select(pool => pool.PageSize.ToString()));
        Assert.Equal((64, 40, 10, 30, 2), (pools[0].Total, pools[0].Free, pools[0].Promised, pools[0].Available, pools[0].Surplus));
        Assert.Equal((1, 4, 0, 2), (pools[0].Nodes[1].Node, pools[0].Nodes[1].Total, pools[0].Nodes[1].Free, pools[0].Nodes[1].Surplus));
        Assert.Empty(pools[1].Nodes);

        pages.Reserve(TwoMiB, node: 1, count: 8);
        Assert.Equal(8, pages.Read()[0].Nodes[1].Total);
    }

    [Fact]
    public void A_kernel_without_huge_pages_has_no_pools() => Assert.Empty(new HugePages(_folder).Read());

    [Fact]
    public void A_process_without_huge_pages_uses_none() => Assert.Equal(default, HugePages.UsedBy(Environment.ProcessId));

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private void Pool(string path, long total, long free, long promised = 0, long surplus = 0)
    {
        File.WriteAllText(Make($"{path}/nr_hugepages"), $"{total}\n");
        File.WriteAllText(Make($"{path}/free_hugepages"), $"{free}\n");
        File.WriteAllText(Make($"{path}/resv_hugepages"), $"{promised}\n");
        File.WriteAllText(Make($"{path}/surplus_hugepages"), $"{surplus}\n");
    }

    private string Make(string path)
    {
        var file = Path.Combine(_folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        return file;
    }
}
