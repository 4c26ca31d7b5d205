using Lodge.Qemu.Planning.Devices;

namespace Lodge.Qemu.Planning.Concerns;

/// <summary>The socket between guest and host. The kernel carries it (vhost), through a device that QEMU is given open.</summary>
internal static class VsockArguments
{
    /// <summary>The kernel's device.</summary>
    public const string Device = "/dev/vhost-vsock";

    public static void Add(PlanBuilder plan, PlanContext context)
    {
        if (context.Definition.Vsock is not { } vsock)
        {
            return;
        }

        var id = vsock.Alias ?? "vsock0";
        plan.Add(new PlannedDevice
        {
            Id = id,
            Driver = VirtioDriver.Of("vhost-vsock", context.MachineType),
            Properties =
            [
                ("guest-cid", vsock.Cid ?? VsockCids.Of(context.Definition.Id)),
                ("vhostfd", new DescriptorValue(DescriptorForm.Number, new DeviceDescriptor(id, new OpenedDevice(Device)))),
                .. DevicePlace.Of(context.Definition, vsock),
            ],
        });
    }
}
