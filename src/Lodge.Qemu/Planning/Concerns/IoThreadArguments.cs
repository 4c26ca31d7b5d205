using Lodge.Qemu.Tuning;

namespace Lodge.Qemu.Planning.Concerns;

/// <summary>Threads that serve disks. How they poll is set by the monitor, as it is when it changes later.</summary>
internal static class IoThreadArguments
{
    public static void Add(PlanBuilder plan, PlanContext context)
    {
        foreach (var thread in context.Definition.Tuning?.IoThreads ?? [])
        {
            plan.Add("-object", OptionText.Of("iothread", ("id", IoThreadNames.Of(thread.Id))));
        }
    }
}
