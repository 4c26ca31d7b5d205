using Lodge.Qemu.Planning.Devices;
using Lodge.Qemu.Planning.Devices.Hosts;
using Lodge.Qemu.Planning.Devices.Small;

namespace Lodge.Qemu.Planning.Concerns;

/// <summary>USB hubs, devices of the host, and ports for those of the viewer's machine.</summary>
internal static class HostDeviceArguments
{
    public static void Add(PlanBuilder plan, PlanContext context)
    {
        plan.AddEach(context.Definition.Hubs, (hub, i) => HubDevices.Of(context, hub, i));
        plan.AddEach(context.Definition.HostDevices, (device, i) => HostDevices.Of(context, device, i));
        plan.AddEach(context.Definition.RedirectedDevices, (device, i) => RedirectedDevices.Of(context, device, i));
    }
}
