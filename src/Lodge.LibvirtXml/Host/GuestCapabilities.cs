using Lodge.LibvirtXml.Xml;
using Lodge.Model.Host;

namespace Lodge.LibvirtXml.Host;

/// <summary><c>&lt;guest&gt;</c> of the capabilities: the boards that QEMU has, and how guests run.</summary>
internal static class GuestCapabilities
{
    public static void Write(XmlOut output, QemuFacts qemu, bool kvm)
    {
        using var guest = output.Element("guest");
        output.Leaf("os_type", "hvm");
        using (output.Element("arch"))
        {
            output.Attr("name", "x86_64");
            output.Leaf("wordsize", 64);
            output.Leaf("emulator", qemu.Binary);
            foreach (var machine in InOrder(qemu.Machines))
            {
                WriteMachine(output, machine);
            }

            Domain(output, "qemu");
            if (kvm)
            {
                Domain(output, "kvm");
            }
        }

        using var features = output.Element("features");
        Toggle(output, "acpi", toggle: "yes");
        Toggle(output, "apic", toggle: "no");
        output.Flag("cpuselection", true);
        output.Flag("deviceboot", true);
        Toggle(output, "disksnapshot", toggle: "no");
    }

    // Tools take the first board for guests of which they know nothing.
    private static IEnumerable<QemuMachineFact> InOrder(IEnumerable<QemuMachineFact> machines) => machines
        .OrderBy(machine => machine.Alias switch { "q35" => 0, null => 2, _ => 1 })
        .ThenBy(machine => machine.Name, StringComparer.Ordinal);

    private static void WriteMachine(XmlOut output, QemuMachineFact machine)
    {
        if (machine.Alias is not null)
        {
            using var alias = output.Element("machine");
            output.Attr("canonical", machine.Name).Attr("maxCpus", machine.MaxCpus).Text(machine.Alias);
        }

        using var element = output.Element("machine");
        output.Attr("maxCpus", machine.MaxCpus).Text(machine.Name);
    }

    private static void Domain(XmlOut output, string type)
    {
        using var element = output.Element("domain");
        output.Attr("type", type);
    }

    private static void Toggle(XmlOut output, string name, string toggle)
    {
        using var element = output.Element(name);
        output.Attr("default", "on").Attr("toggle", toggle);
    }
}
