using Lodge.Model.Vms;

namespace Lodge.Qemu.Planning.Concerns;

/// <summary>Virtual processors: one socket, as guests with a licence per socket like it.</summary>
internal static class CpuArguments
{
    public static void Add(PlanBuilder plan, PlanContext context)
    {
        var cpu = context.Definition.Cpu;
        plan.Add("-cpu", cpu.Model ?? (context.Accelerator.Kind == Accelerator.Kvm ? "host" : "max"));
        var count = PlanBuilder.Text(cpu.Count);
        plan.Add("-smp", OptionText.Of("", ("cpus", count), ("sockets", "1"), ("cores", count), ("threads", "1")));
    }
}
