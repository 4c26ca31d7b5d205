using Lodge.LibvirtXml.Domain;
using Lodge.LibvirtXml.Xml;
using Lodge.Model.Host;
using Lodge.Model.Vms.Devices;

namespace Lodge.LibvirtXml.Cpu;

/// <summary>Processors on their own: those that are compared, and what several have in common.</summary>
public static class CpuXml
{
    /// <summary>
    /// Reads a processor: of a guest (<c>&lt;cpu&gt;</c> with policies), of a host (with an architecture), or the host's in
    /// the capabilities or domain capabilities.
    /// </summary>
    /// <exception cref="LibvirtXmlException">It is malformed, or names no model.</exception>
    public static CpuSpec Read(string xml)
    {
        var cpu = Find(XmlTree.Parse(xml));
        var model = cpu.Child("model")?.Text;
        if (model is not { Length: > 0 })
        {
            throw cpu.Invalid("Missing CPU model name");
        }

        var features = CpuFeatures.Read(cpu);
        return new CpuSpec { Model = model, Features = features.Count == 0 ? null : features };
    }

    /// <summary>Writes a processor as a guest may have it: what several hosts have in common.</summary>
    /// <param name="cpu">The processor.</param>
    /// <param name="vendor">Vendor as the processor says it, such as <c>AuthenticAMD</c>; null when they differ.</param>
    public static string Write(CpuSpec cpu, string? vendor = null)
    {
        var output = new XmlOut();
        using (output.Element("cpu"))
        {
            output.Attr("mode", "custom").Attr("match", "exact");
            using (output.Element("model"))
            {
                output.Attr("fallback", "forbid").Text(cpu.Model);
            }

            output.Leaf("vendor", vendor is null ? null : CpuVendors.Short(vendor));
            CpuFeatures.Write(output, cpu.Features.OrEmpty());
        }

        return output.ToString();
    }

    private static Element Find(Element root)
    {
        var cpu = root.Name switch
        {
            "cpu" => root,
            "capabilities" => root.Child("host")?.Child("cpu"),
            "domainCapabilities" => root.Child("cpu")?.Children("mode").FirstOrDefault(mode => mode.Attr("name") == "host-model"),
            _ => throw root.Refuse(XmlFault.Malformed, $"unexpected root element <{root.Name}>, expecting <cpu>"),
        };
        return cpu ?? throw root.Invalid("no processor of the host in it");
    }
}
