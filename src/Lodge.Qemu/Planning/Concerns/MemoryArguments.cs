using Lodge.Model.Vms.Platform;

namespace Lodge.Qemu.Planning.Concerns;

/// <summary>Guest memory.</summary>
internal static class MemoryArguments
{
    public static void Add(PlanBuilder plan, PlanContext context)
    {
        plan.Add("-m", OptionText.Of("", ("size", $"{PlanBuilder.Text(context.Definition.Memory.Size.MiB)}M")));
        if (MemoryNeeds.MustBeShared(context.Definition))
        {
            AddShared(plan, context);
        }
    }

    // Under the name that the board's memory has anyway, so that saved states fit either way.
    private static void AddShared(PlanBuilder plan, PlanContext context)
    {
        var name = context.MachineType == MachineType.Microvm ? "microvm.ram" : "pc.ram";
        plan.Add("-object", OptionText.Of(
            "memory-backend-memfd",
            ("id", name),
            ("size", $"{PlanBuilder.Text(context.Definition.Memory.Size.MiB)}M"),
            ("share", "on")));
        plan.Add("-machine", OptionText.Of("", ("memory-backend", name)));
    }
}
