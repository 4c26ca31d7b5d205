namespace Lodge.Qemu.Planning.Concerns;

/// <summary>What every VM has alike: nothing that the plan does not name, and a guest that stands still at first.</summary>
internal static class BaseArguments
{
    public static void Add(PlanBuilder plan, PlanContext context)
    {
        plan.Add("-S");
        plan.Add("-nodefaults");
        plan.Add("-no-user-config");
        if (context.Incoming)
        {
            plan.Add("-incoming", "defer");
        }
    }
}
