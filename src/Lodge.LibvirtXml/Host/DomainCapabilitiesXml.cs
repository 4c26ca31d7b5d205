using Lodge.LibvirtXml.Xml;
using Lodge.Model.Host;

namespace Lodge.LibvirtXml.Host;

/// <summary><c>&lt;domainCapabilities&gt;</c>: what a domain on this host may have.</summary>
public static class DomainCapabilitiesXml
{
    private static readonly string[] s_yesNo = ["yes", "no"];

    /// <summary>Writes it.</summary>
    /// <param name="qemu">What QEMU can do.</param>
    /// <param name="cpus">What processors there are for guests; null while they are not known.</param>
    /// <param name="machine">The board, by its name or alias.</param>
    /// <param name="kvm">Whether it is asked for KVM, else for emulation.</param>
    /// <exception cref="ArgumentException">QEMU has no such board.</exception>
    public static string Write(QemuFacts qemu, HostCpuModels? cpus, string machine, bool kvm)
    {
        var board = qemu.Machines.FirstOrDefault(known => known.Name == machine || known.Alias == machine)
            ?? throw new ArgumentException($"QEMU has no machine type '{machine}'.", nameof(machine));
        var output = new XmlOut();
        using (output.Element("domainCapabilities"))
        {
            output.Leaf("path", qemu.Binary);
            output.Leaf("domain", kvm ? "kvm" : "qemu");
            output.Leaf("machine", board.Name);
            output.Leaf("arch", "x86_64");
            using (output.Element("vcpu"))
            {
                output.Attr("max", board.MaxCpus);
            }

            Supported(output, "iothreads", true);
            WriteOs(output, qemu);
            CpuCapabilities.Write(output, cpus, kvm);
            using (output.Element("memoryBacking"))
            {
                output.Attr("supported", "yes");
                Enum(output, "sourceType", "file", "anonymous", "memfd");
            }

            DeviceCapabilities.Write(output, qemu);
            WriteFeatures(output, qemu);
        }

        return output.ToString();
    }

    internal static void Supported(XmlOut output, string name, bool supported)
    {
        using var element = output.Element(name);
        output.YesNo("supported", supported);
    }

    internal static void Enum(XmlOut output, string name, params IEnumerable<string> values)
    {
        using var element = output.Element("enum");
        output.Attr("name", name);
        foreach (var value in values)
        {
            output.Leaf("value", value);
        }
    }

    private static void WriteOs(XmlOut output, QemuFacts qemu)
    {
        var uefi = qemu.Firmware.Where(firmware => firmware.Interfaces.Contains("uefi")).ToList();
        using var os = output.Element("os");
        output.Attr("supported", "yes");
        Enum(output, "firmware", uefi.Count > 0 ? ["efi"] : []);
        using var loader = output.Element("loader");
        output.Attr("supported", "yes");
        foreach (var code in uefi.Select(firmware => firmware.Code).Distinct())
        {
            output.Leaf("value", code);
        }

        Enum(output, "type", "rom", "pflash");
        Enum(output, "readonly", s_yesNo);
        Enum(output, "secure", uefi.Exists(firmware => firmware.Features.Contains("secure-boot")) ? s_yesNo : ["no"]);
    }

    private static void WriteFeatures(XmlOut output, QemuFacts qemu)
    {
        using var features = output.Element("features");
        Supported(output, "gic", false);
        Supported(output, "vmcoreinfo", qemu.Devices.Contains("vmcoreinfo"));
        Supported(output, "genid", false);
        Supported(output, "backingStoreInput", false);
        Supported(output, "backup", false);
        Supported(output, "sev", false);
    }
}
