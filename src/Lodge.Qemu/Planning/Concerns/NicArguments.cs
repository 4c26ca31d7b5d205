using Lodge.Qemu.Planning.Devices.Nics;

namespace Lodge.Qemu.Planning.Concerns;

/// <summary>Network cards.</summary>
internal static class NicArguments
{
    public static void Add(PlanBuilder plan, PlanContext context)
    {
        foreach (var nic in context.Definition.Nics)
        {
            plan.Add(NicDevices.Plan(nic, context));
        }
    }
}
