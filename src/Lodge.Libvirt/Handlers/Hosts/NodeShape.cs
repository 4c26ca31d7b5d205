using Lodge.Model.Host;

namespace Lodge.Libvirt.Handlers.Hosts;

/// <summary>How the host's processors are arranged, in the four numbers that clients multiply to get how many there are.</summary>
/// <param name="Nodes">NUMA nodes.</param>
/// <param name="Sockets">Sockets of each node.</param>
/// <param name="Cores">Cores of each socket.</param>
/// <param name="Threads">Threads of each core.</param>
internal sealed record NodeShape(int Nodes, int Sockets, int Cores, int Threads)
{
    /// <summary>The shape of a host; one that four numbers cannot tell is shown as one socket with so many cores.</summary>
    public static NodeShape Of(HostReport host)
    {
        var flat = new NodeShape(1, 1, host.CpuCount, 1);
        if (host.Topology is not { Sockets: > 0, Cores: > 0, Nodes.Count: > 0 } topology)
        {
            return flat;
        }

        var sockets = Math.Max(1, topology.Sockets / topology.Nodes.Count);
        var cores = topology.Cores / topology.Sockets;
        var shape = new NodeShape(topology.Nodes.Count, sockets, cores, host.CpuCount / topology.Cores);
        return shape.Nodes * shape.Sockets * shape.Cores * shape.Threads == host.CpuCount ? shape : flat;
    }
}
