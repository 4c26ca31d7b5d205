using Lodge.Model.Vms.Devices;
using Lodge.Qemu.Planning.Memory;

namespace Lodge.Qemu.Planning.Concerns;

/// <summary>Memory modules besides the board's memory.</summary>
internal static class MemoryDeviceArguments
{
    public static void Add(PlanBuilder plan, PlanContext context)
    {
        var devices = context.Definition.Memory.Devices.OrEmpty();
        for (var i = 0; i < devices.Count; i++)
        {
            plan.Add(MemoryModules.Plan(context, devices[i], i));
        }
    }
}
