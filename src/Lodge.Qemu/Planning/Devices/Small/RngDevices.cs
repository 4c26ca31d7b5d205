using Lodge.Model.Vms.Devices;

namespace Lodge.Qemu.Planning.Devices.Small;

/// <summary>Sources of random numbers (virtio-rng). A source of the host is handed over open.</summary>
internal static class RngDevices
{
    private const int UsualPeriod = 1000;

    /// <summary>Plans a source.</summary>
    /// <param name="context">The VM.</param>
    /// <param name="rng">The source.</param>
    /// <param name="index">Its place among the VM's sources.</param>
    public static PlannedDevice Of(PlanContext context, RngDefinition rng, int index)
    {
        var alias = rng.Alias ?? $"rng{index}";
        var source = Source(rng, $"source-{alias}", alias);
        return new PlannedDevice
        {
            Id = alias,
            Backends = [source],
            Driver = DevicePlace.VirtioDriver(context.Definition, "virtio-rng"),
            Properties =
            [
                .. DevicePlace.Of(context.Definition, rng),
                ("rng", source.Id),
                ("max-bytes", rng.RateBytes),
                ("period", rng.RateBytes is null ? null : rng.RatePeriod ?? UsualPeriod),
            ],
        };
    }

    private static PlannedObject Source(RngDefinition rng, string id, string alias) => rng.Source is { } path
        ? new("rng-random", id, [("filename", new DescriptorValue(DescriptorForm.Set, new DeviceDescriptor(alias, new ReadDevice(path))))])
        : new("rng-builtin", id, []);
}
