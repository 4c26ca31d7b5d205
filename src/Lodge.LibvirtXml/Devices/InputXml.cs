using Lodge.LibvirtXml.Domain;
using Lodge.LibvirtXml.Xml;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Addressing;
using Lodge.Model.Vms.Devices;
using Lodge.Model.Vms.Platform;

namespace Lodge.LibvirtXml.Devices;

/// <summary><c>&lt;input&gt;</c>: keyboards, mice, tablets.</summary>
internal static class InputXml
{
    private static readonly Words<InputType> s_types = new(
        (InputType.Mouse, "mouse"), (InputType.Tablet, "tablet"), (InputType.Keyboard, "keyboard"), (InputType.Passthrough, "passthrough"))
    {
        Refused = ["evdev"],
    };

    private static readonly Words<InputBus> s_buses = new((InputBus.Ps2, "ps2"), (InputBus.Usb, "usb"), (InputBus.Virtio, "virtio"))
    {
        Refused = ["xen", "parallels", "none"],
    };

    /// <summary>Whether it is what every board with PS/2 has: libvirt lists it, and Lodge does not.</summary>
    public static bool IsBoards(InputDefinition input) =>
        input is { Type: InputType.Mouse or InputType.Keyboard, Bus: InputBus.Ps2 } && (input.Alias is null || !AliasNames.IsChosen(input.Alias));

    public static InputDefinition Read(Element element)
    {
        var type = element.Word("type", s_types) ?? throw element.Invalid("missing attribute 'type' of <input>");
        VirtioWords.Plain(element);
        var bus = element.Word("bus", s_buses) ?? type switch
        {
            InputType.Tablet => InputBus.Usb,
            InputType.Passthrough => InputBus.Virtio,
            _ => InputBus.Ps2,
        };
        return DeviceInfo.Read(element, new InputDefinition
        {
            Type = type,
            Bus = type == InputType.Passthrough ? null : bus,
            Source = type == InputType.Passthrough ? element.NeedChild("source").Need("evdev") : null,
        });
    }

    public static void Write(XmlOut output, WriteContext context, InputDefinition input)
    {
        using var element = output.Element("input");
        output.Attr("type", s_types.Of(input.Type)).Attr("bus", s_buses.Of(input.UsualBus()));
        using (output.ElementIfAny("source"))
        {
            output.Attr("evdev", input.Source);
        }

        DeviceInfo.Write(output, context, input);
    }

    /// <summary>Writes what the board has.</summary>
    public static void WriteBoards(XmlOut output, VmDefinition vm)
    {
        if (vm.Machine.Type != MachineType.Microvm && vm.Features?.Ps2 != false)
        {
            foreach (var type in new[] { "mouse", "keyboard" })
            {
                using var element = output.Element("input");
                output.Attr("type", type).Attr("bus", "ps2");
            }
        }
    }
}
