using System.Globalization;
using Lodge.LibvirtXml.Xml;
using Lodge.Model.Host;
using Lodge.Model.Primitives;

namespace Lodge.LibvirtXml.Host;

/// <summary><c>&lt;capabilities&gt;</c>: the host, and the guests that it can run.</summary>
public static class CapabilitiesXml
{
    private static readonly string[] s_migrations = ["tcp", "rdma"];
    private static readonly ByteSize s_basePage = ByteSize.FromKiB(4);

    /// <summary>Writes it.</summary>
    /// <param name="host">The host; without QEMU's facts it has no guests.</param>
    /// <param name="cpu">The host's processor; null while it is not known.</param>
    /// <param name="uuid">Identity of the host.</param>
    /// <param name="pools">The host's huge pages.</param>
    public static string Write(HostReport host, CpuModelInfo? cpu, Guid uuid, IReadOnlyList<HugePagePool> pools)
    {
        var output = new XmlOut();
        using (output.Element("capabilities"))
        {
            WriteHost(output, host, cpu, uuid, pools);
            if (host.Qemu is { } qemu)
            {
                GuestCapabilities.Write(output, qemu, host.Kvm.Usable);
            }
        }

        return output.ToString();
    }

    /// <summary>The names of the security models that guard guests from each other, the strongest first; at least one.</summary>
    public static IReadOnlyList<string> SecurityModels(HostReport host) =>
    [
        .. host.Security.Items.Where(item => item.Name is "apparmor" or "selinux" && item.State == SecurityState.Enforced).Select(item => item.Name),
        "dac",
    ];

    private static void WriteHost(XmlOut output, HostReport host, CpuModelInfo? cpu, Guid uuid, IReadOnlyList<HugePagePool> pools)
    {
        using var element = output.Element("host");
        output.Leaf("uuid", uuid.ToString("D"));
        WriteCpu(output, host, cpu, pools);
        output.Flag("power_management", true);
        using (output.Element("iommu"))
        {
            output.Attr("support", "no");
        }

        using (output.Element("migration_features"))
        {
            output.Flag("live", true);
            using var transports = output.Element("uri_transports");
            foreach (var transport in s_migrations)
            {
                output.Leaf("uri_transport", transport);
            }
        }

        WriteTopology(output, host, pools);
        foreach (var model in SecurityModels(host))
        {
            SecurityModel(output, model);
        }
    }

    private static void WriteCpu(XmlOut output, HostReport host, CpuModelInfo? cpu, IReadOnlyList<HugePagePool> pools)
    {
        using var element = output.Element("cpu");
        output.Leaf("arch", "x86_64");
        if (cpu is not null)
        {
            output.Leaf("model", cpu.Name);
            output.Leaf("vendor", Cpu.CpuVendors.Short(cpu.Vendor));
        }

        using (output.Element("topology"))
        {
            var sockets = Math.Max(1, host.Topology?.Sockets ?? 1);
            var cores = Math.Max(1, host.Topology?.Cores ?? host.CpuCount);
            output.Attr("sockets", sockets).Attr("dies", 1).Attr("cores", Math.Max(1, cores / sockets)).Attr("threads", Math.Max(1, host.CpuCount / cores));
        }

        foreach (var feature in cpu?.Features ?? [])
        {
            using var one = output.Element("feature");
            output.Attr("name", feature);
        }

        foreach (var size in pools.Select(pool => pool.PageSize).Prepend(s_basePage))
        {
            using var pages = output.Element("pages");
            output.Attr("unit", "KiB").Attr("size", size.Bytes >> 10);
        }
    }

    private static void WriteTopology(XmlOut output, HostReport host, IReadOnlyList<HugePagePool> pools)
    {
        if (host.Topology is not { Nodes.Count: > 0 } topology)
        {
            return;
        }

        using var element = output.Element("topology");
        using var cells = output.Element("cells");
        output.Attr("num", topology.Nodes.Count);
        foreach (var node in topology.Nodes)
        {
            using var cell = output.Element("cell");
            output.Attr("id", node.Id);
            output.Size("memory", new ByteSize(node.MemoryBytes));
            WritePages(output, node, pools);
            WriteDistances(output, topology, node);
            WriteCpus(output, topology, node);
        }
    }

    // How many pages of each size the node has, free or not.
    private static void WritePages(XmlOut output, HostNode node, IReadOnlyList<HugePagePool> pools)
    {
        var huge = pools.Select(pool => (pool.PageSize, Count: pool.Nodes.Where(part => part.Node == node.Id).Sum(part => part.Total))).ToList();
        var rest = node.MemoryBytes - huge.Sum(pool => pool.Count * pool.PageSize.Bytes);
        foreach (var (size, count) in huge.Prepend((s_basePage, rest / s_basePage.Bytes)))
        {
            using var pages = output.Element("pages");
            output.Attr("unit", "KiB").Attr("size", size.Bytes >> 10).Text(count.ToString(CultureInfo.InvariantCulture));
        }
    }

    private static void WriteDistances(XmlOut output, HostTopology topology, HostNode node)
    {
        using var distances = output.ElementIfAny("distances");
        foreach (var (other, distance) in topology.Nodes.Zip(node.Distances))
        {
            using var sibling = output.Element("sibling");
            output.Attr("id", other.Id).Attr("value", distance);
        }
    }

    private static void WriteCpus(XmlOut output, HostTopology topology, HostNode node)
    {
        var here = topology.Cpus.Where(cpu => node.Cpus.Contains(cpu.Id)).ToList();
        using var cpus = output.Element("cpus");
        output.Attr("num", here.Count);
        foreach (var cpu in here)
        {
            using var element = output.Element("cpu");
            output.Attr("id", cpu.Id).Attr("socket_id", cpu.Socket).Attr("die_id", cpu.Die).Attr("core_id", cpu.Core)
                .Attr("siblings", cpu.Siblings.ToString());
        }
    }

    private static void SecurityModel(XmlOut output, string name)
    {
        using var element = output.Element("secmodel");
        output.Leaf("model", name);
        output.Leaf("doi", 0);
    }
}
