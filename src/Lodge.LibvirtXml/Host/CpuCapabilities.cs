using Lodge.LibvirtXml.Cpu;
using Lodge.LibvirtXml.Xml;
using Lodge.Model.Host;

namespace Lodge.LibvirtXml.Host;

/// <summary><c>&lt;cpu&gt;</c> of the domain capabilities: the modes and the models.</summary>
internal static class CpuCapabilities
{
    private static readonly string[] s_onOff = ["on", "off"];

    public static void Write(XmlOut output, HostCpuModels? cpus, bool kvm)
    {
        using var element = output.Element("cpu");
        Mode(output, "host-passthrough", kvm, "hostPassthroughMigratable");
        Mode(output, "maximum", true, "maximumMigratable");
        WriteHostModel(output, cpus);
        using var custom = output.Element("mode");
        output.Attr("name", "custom").YesNo("supported", cpus is { Models.Count: > 0 });
        foreach (var model in cpus?.Models ?? [])
        {
            using var one = output.Element("model");
            output.YesNo("usable", model.Missing.Count == 0).YesNo("deprecated", model.Deprecated ? true : null)
                .Attr("vendor", CpuVendors.Short(model.Vendor) ?? "unknown").Text(model.Name);
        }
    }

    private static void Mode(XmlOut output, string name, bool supported, string choice)
    {
        using var mode = output.Element("mode");
        output.Attr("name", name).YesNo("supported", supported);
        if (supported)
        {
            DomainCapabilitiesXml.Enum(output, choice, s_onOff);
        }
    }

    private static void WriteHostModel(XmlOut output, HostCpuModels? cpus)
    {
        using var mode = output.Element("mode");
        output.Attr("name", "host-model").YesNo("supported", cpus is not null);
        if (cpus is null)
        {
            return;
        }

        using (output.Element("model"))
        {
            output.Attr("fallback", "forbid").Text(cpus.Host.Name);
        }

        output.Leaf("vendor", CpuVendors.Short(cpus.Host.Vendor));
        foreach (var feature in cpus.Host.Features)
        {
            using var one = output.Element("feature");
            output.Attr("policy", "require").Attr("name", feature);
        }
    }
}
