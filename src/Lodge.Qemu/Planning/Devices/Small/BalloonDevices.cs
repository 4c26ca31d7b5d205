using Lodge.Model.Vms.Devices;

namespace Lodge.Qemu.Planning.Devices.Small;

/// <summary>The memory balloon. How often the guest tells its statistics is set once QEMU runs.</summary>
internal static class BalloonDevices
{
    /// <summary>The balloon's alias.</summary>
    public static string AliasOf(BalloonDefinition balloon) => balloon.Alias ?? "balloon0";

    /// <summary>Plans the balloon.</summary>
    public static PlannedDevice Of(PlanContext context, BalloonDefinition balloon) => new()
    {
        Id = AliasOf(balloon),
        Driver = DevicePlace.VirtioDriver(context.Definition, "virtio-balloon"),
        Properties =
        [
            .. DevicePlace.Of(context.Definition, balloon),
            ("deflate-on-oom", balloon.Autodeflate ?? true),
            ("free-page-reporting", balloon.FreePageReporting ?? true),
        ],
    };
}
