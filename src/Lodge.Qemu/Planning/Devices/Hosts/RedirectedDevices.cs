using Lodge.Model.Vms.Devices;
using Lodge.Qemu.Planning.Devices.Characters;

namespace Lodge.Qemu.Planning.Devices.Hosts;

/// <summary>Ports for USB devices of the viewer's machine (usbredir).</summary>
internal static class RedirectedDevices
{
    /// <summary>QEMU's driver.</summary>
    public const string Driver = "usb-redir";

    private const string SpiceName = "usbredir";

    /// <summary>Plans a port.</summary>
    /// <param name="context">The VM.</param>
    /// <param name="redirected">The port.</param>
    /// <param name="index">Its place among the VM's redirected devices.</param>
    public static PlannedDevice Of(PlanContext context, RedirectedDeviceDefinition redirected, int index)
    {
        var alias = redirected.Alias ?? $"redir{index}";
        var end = CharacterEnds.Of(
            redirected.Backend ?? new SpiceBackend(), alias, context.Paths.PortSocket(alias), log: null, SpiceName);
        return new PlannedDevice
        {
            Id = alias,
            Backends = [end.Chardev],
            Reachable = end.Reachable,
            Driver = Driver,
            Properties =
            [
                .. DevicePlace.Of(context.Definition, redirected), ("chardev", end.Chardev.Id), ("bootindex", redirected.BootOrder),
            ],
        };
    }
}
