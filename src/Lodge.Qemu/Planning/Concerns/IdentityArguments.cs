namespace Lodge.Qemu.Planning.Concerns;

/// <summary>Name and UUID, as the guest's firmware tables and the host's process list show them.</summary>
internal static class IdentityArguments
{
    public static void Add(PlanBuilder plan, PlanContext context)
    {
        plan.Add("-name", OptionText.Of("", ("guest", context.Definition.Name), ("debug-threads", "on")));
        plan.Add("-uuid", context.Definition.Id.ToString("D"));
    }
}
