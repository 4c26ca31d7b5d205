using Lodge.Linux.Topology;
using Lodge.Model.Primitives;

namespace Lodge.Linux.Tests.Topology;

public sealed class TopologyReaderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("lodge-topology-").FullName;

    [Fact]
    public void Two_sockets_with_threads_and_two_nodes_are_read()
    {
        Write("cpu/online", "0-7");
        for (var cpu = 0; cpu < 8; cpu++)
        {
            var (socket, core) = (cpu % 4 / 2, cpu % 2);
            Write($"cpu/cpu{cpu}/topology/physical_package_id", $"{socket}");
            Write($"cpu/cpu{cpu}/topology/die_id", "-1");
            Write($"cpu/cpu{cpu}/topology/core_id", $"{core}");
            Write($"cpu/cpu{cpu}/topology/thread_siblings_list", $"{cpu % 4},{(cpu % 4) + 4}");
        }

        Write("node/online", "0-1");
        Write("node/node0/cpulist", "0-1,4-5");
        Write("node/node0/distance", "10 21");
        Write("node/node0/meminfo", "Node 0 MemTotal:        2048 kB\nNode 0 MemFree:         1024 kB");
        Write("node/node1/cpulist", "2-3,6-7");
        Write("node/node1/distance", "21 10");
        Write("node/node1/meminfo", "Node 1 MemTotal:        4096 kB\nNode 1 MemFree:         0 kB");

        var topology = TopologyReader.Read(_folder);

        Assert.Equal((2, 4, "0-7"), (topology.Sockets, topology.Cores, topology.Online.ToString()));
        Assert.Equal((1, 0, 1, CpuSet.Of(3, 7)), (topology.Cpus[7].Socket, topology.Cpus[7].Die, topology.Cpus[7].Core, topology.Cpus[7].Siblings));
        Assert.Equal((4L << 20, "2-3,6-7"), (topology.Nodes[1].MemoryBytes, topology.Nodes[1].Cpus.ToString()));
        Assert.Equal([21, 10], topology.Nodes[1].Distances);
        Assert.Equal(1L << 20, topology.Nodes[0].FreeBytes);
    }

    [Fact]
    public void A_kernel_that_tells_nothing_is_a_simple_host()
    {
        var topology = TopologyReader.Read(_folder);
        Assert.Equal(Environment.ProcessorCount, topology.Cpus.Count);
        Assert.Equal("0", string.Join(' ', topology.Nodes.Select(node => node.Id)));
    }

    [Fact]
    public void This_host_has_a_processor_a_node_and_memory()
    {
        var topology = TopologyReader.Read();
        Assert.True(topology.Cores >= 1);
        Assert.Contains(topology.Nodes, node => node.MemoryBytes > 0 || topology.Nodes.Count == 1);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private void Write(string path, string text)
    {
        var file = Path.Combine(_folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text + "\n");
    }
}
