using Lodge.Model.Vms;
using Lodge.Model.Vms.Devices;

namespace Lodge.Engine.Vms.Changes;

/// <summary>Finds what the completion of a definition made of a device that was added.</summary>
internal static class NewDevices
{
    /// <summary>
    /// The device, and the controllers that came with it: the next start has them in the same places. A controller that
    /// the next start has already, by type and number, stays as it is there.
    /// </summary>
    /// <param name="wanted">What is to run.</param>
    /// <param name="running">What runs.</param>
    /// <param name="next">What the next start uses; null to leave no controller out.</param>
    public static IReadOnlyList<DeviceDefinition> In(VmDefinition wanted, VmDefinition running, VmDefinition? next)
    {
        var known = running.EachDevice().Select(entry => entry.Device.Alias).ToHashSet();
        var controllers = (next?.Controllers).OrEmpty().Select(controller => (controller.Type, controller.Index)).ToHashSet();
        return
        [
            .. wanted.EachDevice().Select(entry => entry.Device)
                .Where(device => !known.Contains(device.Alias))
                .Where(device => device is not ControllerDefinition controller || !controllers.Contains((controller.Type, controller.Index))),
        ];
    }

    /// <summary>The alias that the device got.</summary>
    /// <param name="after">The definition with it, complete.</param>
    /// <param name="before">The one without it.</param>
    /// <param name="device">The device as it was asked for.</param>
    public static string? AliasOf(VmDefinition after, VmDefinition before, DeviceDefinition device) => device.Alias ?? after.EachDevice()
        .LastOrDefault(entry => entry.Device.GetType() == device.GetType() && before.FindDevice(entry.Device.Alias!) is null).Device?.Alias;
}
