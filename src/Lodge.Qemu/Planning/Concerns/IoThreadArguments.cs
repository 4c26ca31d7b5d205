using Lodge.Qemu.Planning.Devices;
using Lodge.Qemu.Tuning;

namespace Lodge.Qemu.Planning.Concerns;

/// <summary>Threads that serve disks. How they poll is set by the monitor, as it is when it changes later.</summary>
internal static class IoThreadArguments
{
    public static void Add(PlanBuilder plan, PlanContext context)
    {
        foreach (var thread in context.Definition.Tuning?.IoThreads ?? [])
        {
            plan.Add(new PlannedObject("iothread", IoThreadNames.Of(thread.Id), []));
        }
    }
}
