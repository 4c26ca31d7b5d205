using System.Globalization;
using Lodge.Model.Host;

namespace Lodge.Cli.Rendering;

/// <summary>The table of <c>lodge host hugepages</c>.</summary>
internal static class HugePageTable
{
    /// <summary>One row a page size and NUMA node, a sum where there are several nodes, and the VMs below.</summary>
    public static string Render(HugePageReport report, Style style)
    {
        var table = new Table(style, ">SIZE", "NODE", ">TOTAL", ">IN USE", ">FREE");
        foreach (var pool in report.Pools)
        {
            var name = Sizes.Of(pool.PageSize.Bytes);
            if (pool.Nodes.Count != 1)
            {
                table.Add(name, "all", Number(pool.Total), Number(pool.Total - pool.Available), Number(pool.Available));
            }

            foreach (var node in pool.Nodes)
            {
                // The kernel promises pages of the host, not of a node: with one node that is the same.
                var free = pool.Nodes.Count == 1 ? pool.Available : node.Free;
                table.Add(name, Number(node.Node), Number(node.Total), Number(node.Total - free), Number(free));
            }
        }

        var users = string.Concat(report.Users.Select(user => $"{Printable.Text(user.Vm)} uses {Sizes.Of(user.Memory.Bytes)} in huge pages.\n"));
        return $"{table}{users}";
    }

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
