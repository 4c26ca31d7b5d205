using Lodge.Model.Vms.Devices;

namespace Lodge.Qemu.Planning.Devices.Small;

/// <summary>USB hubs, eight ports each.</summary>
internal static class HubDevices
{
    /// <summary>QEMU's driver.</summary>
    public const string Driver = "usb-hub";

    /// <summary>Plans a hub.</summary>
    /// <param name="context">The VM.</param>
    /// <param name="hub">The hub.</param>
    /// <param name="index">Its place among the VM's hubs.</param>
    public static PlannedDevice Of(PlanContext context, HubDefinition hub, int index) => new()
    {
        Id = hub.Alias ?? $"hub{index}",
        Driver = Driver,
        Properties = DevicePlace.Of(context.Definition, hub),
    };
}
