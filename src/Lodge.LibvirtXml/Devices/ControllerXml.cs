using Lodge.LibvirtXml.Domain;
using Lodge.LibvirtXml.Xml;
using Lodge.Model.Vms.Addressing;
using Lodge.Model.Vms.Devices;
using Lodge.Model.Vms.Platform;

namespace Lodge.LibvirtXml.Devices;

/// <summary><c>&lt;controller&gt;</c>: buses, ports and adapters.</summary>
internal static class ControllerXml
{
    public static ControllerDefinition Read(Element element)
    {
        var type = Type(element);
        var model = element.Attr("model") is null or "auto" ? null : ControllerWords.ModelsOf(type).ReadOrNull(element, "model");
        if (element.Child("model")?.Attr("name") is { } hardware && hardware != ControllerWords.Hardware(model))
        {
            throw element.Unsupported($"a <controller> made as '{hardware}'");
        }

        var (driver, target) = (element.Child("driver"), element.Child("target"));
        return FromIch9(DeviceInfo.Read(element, new ControllerDefinition
        {
            Type = type,
            Index = element.Int("index"),
            Model = model,
            Ports = element.Int("ports"),
            Queues = driver?.Int("queues"),
            IoThread = driver?.Int("iothread"),
            Chassis = target?.Int("chassis"),
            Port = target?.Int("port"),
            Hotplug = target?.OnOff("hotplug"),
        }));
    }

    /// <summary>Controllers in libvirt's order, those of PCI first, each with the model that it has on the board.</summary>
    public static IEnumerable<ControllerDefinition> InOrder(IEnumerable<ControllerDefinition> controllers, MachineType machine) => controllers
        .OrderBy(controller => controller.Type != ControllerType.Pci)
        .Select(controller => WordOf(controller, machine) is null ? controller : controller with { Model = controller.ModelOn(machine) });

    public static ControllerType Type(Element element) =>
        element.Word("type", ControllerWords.Types) ?? throw element.Invalid("missing attribute 'type' of <controller>");

    public static void Write(XmlOut output, WriteContext context, ControllerDefinition controller)
    {
        var model = controller.ModelOn(context.Vm.Machine.Type);
        using (output.Element("controller"))
        {
            output.Attr("type", ControllerWords.Types.Of(controller.Type)).Attr("index", controller.Index)
                .Attr("model", WordOf(controller, context.Vm.Machine.Type))
                .Attr("ports", controller.Ports);
            using (output.ElementIfAny("model"))
            {
                output.Attr("name", controller.Type == ControllerType.Pci ? ControllerWords.Hardware(model) : null);
            }

            using (output.ElementIfAny("target"))
            {
                output.Attr("chassis", controller.Chassis).Hex("port", controller.Port, 1).OnOff("hotplug", controller.Hotplug);
            }

            using (output.ElementIfAny("driver"))
            {
                output.Attr("queues", controller.Queues).Attr("iothread", controller.IoThread);
            }

            DeviceInfo.Write(output, context, model == ControllerModel.Ich9Ehci ? Ich9Companions.Main(controller) : controller);
        }

        if (model == ControllerModel.Ich9Ehci)
        {
            Ich9Companions.Write(output, controller);
        }
    }

    private static string? WordOf(ControllerDefinition controller, MachineType machine) =>
        controller.Type == ControllerType.Sata ? null : ControllerWords.ModelsOf(controller.Type).OfOrNull(controller.ModelOn(machine));

    // The chip's place is that of its function 0; libvirt names each function.
    private static ControllerDefinition FromIch9(ControllerDefinition controller) =>
        controller is { Model: ControllerModel.Ich9Ehci, Address: PciAddress pci }
            ? controller with { Address = pci with { Function = 0, Multifunction = null } } : controller;
}
