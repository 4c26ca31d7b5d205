using Lodge.Model.Vms;
using Lodge.Model.Vms.Devices;

namespace Lodge.Qemu.Planning.Devices.Screens;

/// <summary>Keyboards, mice, tablets, and event devices of the host. Those on PS/2 are part of the board.</summary>
internal static class InputDevices
{
    /// <summary>Plans a device; null when the board has it.</summary>
    /// <param name="context">The VM.</param>
    /// <param name="input">The device.</param>
    /// <param name="index">Its place among the VM's input devices.</param>
    public static PlannedDevice? Of(PlanContext context, InputDefinition input, int index)
    {
        var alias = input.Alias ?? $"input{index}";
        return DriverOf(context.Definition, input) is { } driver
            ? new PlannedDevice
            {
                Id = alias,
                Driver = driver,
                Properties = [.. DevicePlace.Of(context.Definition, input), ("evdev", Source(input, alias))],
            }
            : null;
    }

    /// <summary>QEMU's driver; null when the board has the device.</summary>
    public static string? DriverOf(VmDefinition definition, InputDefinition input) => (input.Type, BusOf(input)) switch
    {
        (InputType.Passthrough, _) => DevicePlace.VirtioDriver(definition, "virtio-input-host"),
        (_, InputBus.Ps2) => null,
        (InputType.Tablet, InputBus.Usb) => "usb-tablet",
        (InputType.Mouse, InputBus.Usb) => "usb-mouse",
        (_, InputBus.Usb) => "usb-kbd",
        (InputType.Tablet, _) => DevicePlace.VirtioDriver(definition, "virtio-tablet"),
        (InputType.Mouse, _) => DevicePlace.VirtioDriver(definition, "virtio-mouse"),
        _ => DevicePlace.VirtioDriver(definition, "virtio-keyboard"),
    };

    private static InputBus BusOf(InputDefinition input) =>
        input.Bus ?? (input.Type == InputType.Tablet ? InputBus.Usb : InputBus.Ps2);

    // QEMU takes the host's device for itself, so it is opened to read and write.
    private static DescriptorValue? Source(InputDefinition input, string alias) =>
        input is { Type: InputType.Passthrough, Source: { } path }
            ? new DescriptorValue(DescriptorForm.Set, new DeviceDescriptor(alias, new OpenedDevice(path)))
            : null;
}
