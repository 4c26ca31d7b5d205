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
        VirtioDevices.AddVsock(
            plan,
            context.MachineType,
            ("id", id),
            ("guest-cid", PlanBuilder.Text(vsock.Cid ?? VsockCids.Of(context.Definition.Id))),
            ("vhostfd", PlanBuilder.Text(plan.Pass(id, new OpenedDevice(Device)))));
    }
}
