using Lodge.Qemu.Planning.Cpus;

namespace Lodge.Qemu.Planning.Concerns;

/// <summary>Virtual processors: what each is, how they are arranged, and which are there at start.</summary>
internal static class CpuArguments
{
    public static void Add(PlanBuilder plan, PlanContext context)
    {
        var cpu = context.Definition.Cpu;
        var model = CpuWords.ModelOf(cpu, context.Accelerator.Kind);
        var features = CpuWords.Features(context).Select(feature => (feature.Name, (string?)OptionText.Switch(feature.On)));
        plan.Add("-cpu", OptionText.Of(model, [.. CpuProperties.Of(context), .. features]));

        var topology = VcpuLayout.TopologyOf(cpu);
        var there = VcpuLayout.Fixed(cpu);
        plan.Add("-smp", OptionText.Of(
            "",
            ("cpus", PlanBuilder.Text(there)),
            ("maxcpus", there < cpu.Count ? PlanBuilder.Text(cpu.Count) : null),
            ("sockets", PlanBuilder.Text(topology.Sockets)),
            ("dies", topology.Dies > 1 ? PlanBuilder.Text(topology.Dies) : null),
            ("cores", PlanBuilder.Text(topology.Cores)),
            ("threads", PlanBuilder.Text(topology.Threads))));
    }

    /// <summary>The processors that can be unplugged again, which are devices of their own.</summary>
    public static void AddPlugged(PlanBuilder plan, PlanContext context)
    {
        var cpu = context.Definition.Cpu;
        foreach (var id in VcpuLayout.Plugged(cpu))
        {
            plan.AddDevice(
                VcpuLayout.DriverOf(CpuWords.ModelOf(cpu, context.Accelerator.Kind)),
                VcpuLayout.OptionsOf(VcpuLayout.TopologyOf(cpu), id));
        }
    }
}
