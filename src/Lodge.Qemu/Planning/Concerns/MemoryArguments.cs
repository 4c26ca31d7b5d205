namespace Lodge.Qemu.Planning.Concerns;

/// <summary>Guest memory.</summary>
internal static class MemoryArguments
{
    public static void Add(PlanBuilder plan, PlanContext context) =>
        plan.Add("-m", OptionText.Of("", ("size", $"{PlanBuilder.Text(context.Definition.Memory.Size.MiB)}M")));
}
