using Lodge.Model.Vms.Devices;

namespace Lodge.Model.Vms.Validation.Devices;

/// <summary>How an input device is connected that does not say so.</summary>
internal static class InputBuses
{
    /// <summary>The device's bus, or its default.</summary>
    public static InputBus Of(InputDefinition input) => input.Bus ?? input.Type switch
    {
        InputType.Tablet => InputBus.Usb,
        InputType.Passthrough => InputBus.Virtio,
        _ => InputBus.Ps2,
    };
}
