using System.Globalization;
using Lodge.Model.Host;

namespace Lodge.Cli.Rendering;

/// <summary>How the host's processors and memory are arranged, in words.</summary>
internal static class TopologyLines
{
    /// <summary>A line for all processors, and one for each NUMA node where there are several; none when it is not known.</summary>
    public static IEnumerable<string> Of(HostTopology? topology)
    {
        if (topology is null)
        {
            yield break;
        }

        yield return $"{Count(topology.Sockets, "socket")}, {Count(topology.Cores, "core")}, {Count(topology.Cpus.Count, "thread")}, "
            + Count(topology.Nodes.Count, "NUMA node");
        foreach (var node in topology.Nodes.Where(_ => topology.Nodes.Count > 1))
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"node {node.Id}: {(node.Cpus.Count > 0 ? $"processors {node.Cpus}" : "no processors")}, {Sizes.Of(node.MemoryBytes)}, {Sizes.Of(node.FreeBytes)} free, distances {string.Join(' ', node.Distances)}");
        }
    }

    private static string Count(int number, string what) =>
        string.Create(CultureInfo.InvariantCulture, $"{number} {what}{(number == 1 ? "" : "s")}");
}
