using Lodge.Model.Vms.Devices;

namespace Lodge.Qemu.Planning.Devices.Characters;

/// <summary>Ports of a virtio-serial controller: consoles, and channels that the guest finds by their names.</summary>
internal static class VirtioPorts
{
    /// <summary>QEMU's driver of consoles.</summary>
    public const string ConsoleDriver = "virtconsole";

    /// <summary>QEMU's driver of channels.</summary>
    public const string ChannelDriver = "virtserialport";

    /// <summary>Plans a console.</summary>
    public static PlannedDevice Of(PlanContext context, VirtioConsoleDefinition console, int index) =>
        Port(context, console, console.Alias ?? $"console{index}", ConsoleDriver, null);

    /// <summary>Plans a channel.</summary>
    public static PlannedDevice Of(PlanContext context, ChannelDefinition channel, int index) =>
        Port(context, channel.Address is null ? channel with { Address = Usual(index) } : channel, channel.Alias ?? $"channel{index}", ChannelDriver, channel.Name);

    // Port 0 is the console's (hw/char/virtio-serial-bus.c in QEMU's tree).
    private static VirtioSerialAddress Usual(int index) => new(0, 1 + index);

    private static PlannedDevice Port(PlanContext context, CharacterDevice device, string alias, string driver, string? name)
    {
        var end = CharacterEnds.Of(device.Backend, alias, context.Paths.PortSocket(alias), CharacterLogs.Of(device, alias));
        return new PlannedDevice
        {
            Id = alias,
            Backends = [end.Chardev],
            Reachable = end.Reachable,
            Driver = driver,
            Properties = [.. DevicePlace.Of(context.Definition, device), ("chardev", end.Chardev.Id), ("name", name)],
        };
    }
}
