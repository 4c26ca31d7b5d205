using Lodge.Qemu.Planning.Devices;
using Lodge.Qemu.Planning.Devices.Hosts;

namespace Lodge.Qemu.Planning.Concerns;

/// <summary>Devices of the host, and ports for those of the viewer's machine.</summary>
internal static class HostDeviceArguments
{
    public static void Add(PlanBuilder plan, PlanContext context)
    {
        plan.AddEach(context.Definition.HostDevices, (device, i) => HostDevices.Of(context, device, i));
        plan.AddEach(context.Definition.RedirectedDevices, (device, i) => RedirectedDevices.Of(context, device, i));
    }
}
