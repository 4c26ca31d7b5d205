using Lodge.Model.Vms.Addressing;
using Lodge.Model.Vms.Devices;

namespace Lodge.Model.Vms.Validation.Devices;

/// <summary>Keyboards, mice, tablets.</summary>
internal static class InputValidator
{
    public static void Check(VmDefinition definition, Place root)
    {
        foreach (var (place, input) in root.Each("inputs", definition.Inputs))
        {
            var bus = input.UsualBus();
            place.AddIf(input.Type == InputType.Tablet && bus == InputBus.Ps2, "bus", "must be 'usb' or 'virtio' for a 'tablet', and is 'ps2'");
            place.AddIf(
                input is { Type: InputType.Passthrough, Bus: not (null or InputBus.Virtio) },
                "bus",
                $"must be 'virtio' for a 'passthrough', and is {input.Bus?.Quoted()}");
            place.AddIf(bus == InputBus.Ps2 && definition.Features?.Ps2 == false, "bus", "must not be 'ps2', which features.ps2 switches off");
            place.AbsolutePath("source", input.Source);
            place.AddIf(input is { Type: InputType.Passthrough, Source: null }, "source", "is missing: a 'passthrough' needs the event device of the host");
            place.Only(input.Type == InputType.Passthrough, "a 'passthrough'", ("source", input.Source));
        }
    }
}
