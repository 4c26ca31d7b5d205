using Lodge.Model.Vms;
using Lodge.Model.Vms.Devices;

namespace Lodge.Engine.Vms.Changes;

/// <summary>Finds what the completion of a definition made of a device that was added.</summary>
internal static class NewDevices
{
    /// <summary>The alias that the device got.</summary>
    /// <param name="after">The definition with it, complete.</param>
    /// <param name="before">The one without it.</param>
    /// <param name="device">The device as it was asked for.</param>
    public static string? AliasOf(VmDefinition after, VmDefinition before, DeviceDefinition device) => device.Alias ?? after.EachDevice()
        .LastOrDefault(entry => entry.Device.GetType() == device.GetType() && before.FindDevice(entry.Device.Alias!) is null).Device?.Alias;
}
