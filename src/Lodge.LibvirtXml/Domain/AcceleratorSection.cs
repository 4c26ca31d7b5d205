using Lodge.LibvirtXml.Xml;
using Lodge.Model.Vms;

namespace Lodge.LibvirtXml.Domain;

/// <summary><c>&lt;domain type&gt;</c>: how guest code runs.</summary>
internal static class AcceleratorSection
{
    public static readonly Words<Accelerator> Types = new((Accelerator.Tcg, "qemu"), (Accelerator.Kvm, "kvm"))
    {
        Refused =
        [
            "xen", "kqemu", "uml", "lxc", "openvz", "test", "vmware", "hyperv", "vbox", "phyp", "parallels", "bhyve", "vz", "hvf",
        ],
    };

    public static Accelerator Read(Element root) =>
        root.Word("type", Types) ?? throw root.Invalid("missing attribute 'type' of <domain>");
}
