using Lodge.LibvirtXml.Xml;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Compute;
using Lodge.Model.Vms.Devices;

namespace Lodge.LibvirtXml.Domain;

/// <summary><c>&lt;vcpu&gt;</c> and <c>&lt;vcpus&gt;</c>: how many processors there are.</summary>
internal static class CpuCountSection
{
    public static CpuDefinition Read(Element root)
    {
        var vcpu = root.Child("vcpu");
        vcpu?.Accept("placement", "static");
        var single = root.Child("vcpus")?.Children("vcpu");
        return new CpuDefinition(vcpu is null ? 1 : (int)vcpu.OwnNumber(1, int.MaxValue))
        {
            Current = vcpu?.Int("current"),
            Vcpus = single is not { Count: > 0 } ? null : [.. single.Select(Single)],
        };
    }

    /// <summary>The host CPUs that all threads without pins use.</summary>
    public static string? ReadCpuSet(Element root) => CpuSets.Plain(root.Child("vcpu")?.Attr("cpuset"));

    public static void Write(XmlOut output, VmDefinition vm)
    {
        using (output.Element("vcpu"))
        {
            var current = vm.Cpu.Current;
            output.Attr("placement", "static").Attr("cpuset", CpuSets.Plain(vm.Tuning?.Cpu?.CpuSet))
                .Attr("current", current == vm.Cpu.Count ? null : current);
            output.Text(vm.Cpu.Count.ToString(System.Globalization.CultureInfo.InvariantCulture));
        }

        using var all = output.ElementIfAny("vcpus");
        foreach (var single in vm.Cpu.Vcpus.OrEmpty())
        {
            using var vcpu = output.Element("vcpu");
            output.Attr("id", single.Id).YesNo("enabled", single.Enabled).YesNo("hotpluggable", single.Hotpluggable)
                .Attr("order", single.Order);
        }
    }

    private static VcpuDefinition Single(Element vcpu) =>
        new(vcpu.NeedInt("id"), vcpu.YesNo("enabled") ?? true, vcpu.YesNo("hotpluggable"), vcpu.Int("order"));
}
