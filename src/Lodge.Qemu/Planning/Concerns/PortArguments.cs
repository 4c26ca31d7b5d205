using Lodge.Qemu.Planning.Devices;
using Lodge.Qemu.Planning.Devices.Characters;

namespace Lodge.Qemu.Planning.Concerns;

/// <summary>Parallel ports, virtio consoles and channels.</summary>
internal static class PortArguments
{
    public static void Add(PlanBuilder plan, PlanContext context)
    {
        plan.AddEach(context.Definition.Parallels, (port, i) => ParallelDevices.Of(context, port, i));
        plan.AddEach(context.Definition.Consoles, (console, i) => VirtioPorts.Of(context, console, i));
        plan.AddEach(context.Definition.Channels, (channel, i) => VirtioPorts.Of(context, channel, i));
    }
}
