using Lodge.LibvirtXml.Xml;
using Lodge.Model.Vms;

namespace Lodge.LibvirtXml.Domain;

/// <summary><c>&lt;on_poweroff&gt;</c> and its like.</summary>
internal static class LifecycleSection
{
    private static readonly Words<LifecycleAction> s_actions = new(
        (LifecycleAction.Destroy, "destroy"), (LifecycleAction.Restart, "restart"), (LifecycleAction.Preserve, "preserve"))
    {
        Refused = ["rename-restart", "coredump-destroy", "coredump-restart"],
    };

    public static LifecycleAction Read(Element root, string name, LifecycleAction otherwise) =>
        root.WordOf(name, s_actions) ?? otherwise;

    public static void Write(XmlOut output, VmDefinition vm)
    {
        output.Leaf("on_poweroff", s_actions.Of(vm.OnPowerOff));
        output.Leaf("on_reboot", s_actions.Of(vm.OnReboot));
        output.Leaf("on_crash", s_actions.Of(vm.OnCrash));
        FeaturesSection.WritePowerManagement(output, vm.Features);
    }
}
