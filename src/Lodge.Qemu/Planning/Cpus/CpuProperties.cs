using Lodge.Model.Vms;
using Lodge.Model.Vms.Compute;
using Lodge.Model.Vms.Platform;
using Lodge.Qemu.Planning.Devices.Small;

namespace Lodge.Qemu.Planning.Cpus;

/// <summary>What else <c>-cpu</c> says: identity, address bits, caches, clocks, and the hypervisors that the guest may see.</summary>
internal static class CpuProperties
{
    /// <summary>All of it; a null value says nothing.</summary>
    public static IEnumerable<(string Key, string? Value)> Of(PlanContext context)
    {
        var cpu = context.Definition.Cpu;
        var mode = CpuWords.ModeOf(cpu, context.Accelerator.Kind);
        yield return ("migratable", mode == CpuMode.HostPassthrough ? Switch(cpu.Migratable) : null);
        yield return ("vendor", cpu.Vendor);
        yield return ("host-phys-bits", cpu.PhysicalAddressBits == 0 ? "on" : null);
        yield return ("phys-bits", cpu.PhysicalAddressBits is > 0 and var bits ? PlanBuilder.Text(bits) : null);
        yield return ("host-cache-info", cpu.Cache is { } cache ? OptionText.Switch(cache == CpuCache.Passthrough) : null);
        yield return ("l3-cache", cpu.Cache is { } level ? OptionText.Switch(level == CpuCache.Emulate) : null);
        yield return ("enforce", mode == CpuMode.Custom && cpu.AllowFallback == false ? "on" : null);
        foreach (var feature in Platform(context.Definition))
        {
            yield return feature;
        }

        if (context.Accelerator.Kind == Accelerator.Kvm)
        {
            foreach (var feature in OfKvm(context.Definition))
            {
                yield return feature;
            }
        }
    }

    private static IEnumerable<(string, string?)> Platform(VmDefinition definition)
    {
        yield return ("apic", Switch(definition.Features?.Apic));
        yield return ("pae", Switch(definition.Features?.Pae));
        yield return ("pmu", Switch(definition.Features?.Pmu));
        yield return ("tsc-frequency", Timer(definition, TimerName.Tsc)?.Frequency is { } hertz ? PlanBuilder.Text(hertz) : null);
    }

    private static IEnumerable<(string, string?)> OfKvm(VmDefinition definition)
    {
        yield return ("kvmclock", Switch(Timer(definition, TimerName.Kvmclock)?.Present));
        if (definition.Features?.Kvm is { } kvm)
        {
            yield return ("kvm", kvm.Hidden == true ? "off" : null);
            yield return ("kvm-hint-dedicated", Switch(kvm.HintDedicated));
            yield return ("kvm-poll-control", Switch(kvm.PollControl));
            yield return ("kvm-pv-ipi", Switch(kvm.PvIpi));
            yield return ("kvm-pv-unhalt", Switch(kvm.PvUnhalt));
            yield return ("kvm-asyncpf", Switch(kvm.PvAsyncPageFault));
            yield return ("kvm-pv-eoi", Switch(kvm.PvEoi));
        }

        yield return ("hv-time", Switch(Timer(definition, TimerName.Hypervclock)?.Present));
        yield return ("hv-crash", PanicDevices.NeedsCrashRegisters(definition) ? "on" : null);
        foreach (var feature in HyperV(definition.Features?.HyperV ?? new()))
        {
            yield return feature;
        }
    }

    // docs/system/i386/hyperv.rst in QEMU's tree.
    private static IEnumerable<(string, string?)> HyperV(HyperVFeatures hyperV) =>
    [
        ("hv-passthrough", hyperV.Mode == HyperVMode.Passthrough ? "on" : null),
        ("hv-relaxed", Switch(hyperV.Relaxed)),
        ("hv-vapic", Switch(hyperV.Vapic)),
        ("hv-spinlocks", hyperV.Spinlocks is { } tries ? PlanBuilder.Text(tries) : null),
        ("hv-vpindex", Switch(hyperV.VpIndex)),
        ("hv-runtime", Switch(hyperV.Runtime)),
        ("hv-synic", Switch(hyperV.Synic)),
        ("hv-stimer", Switch(hyperV.Stimer)),
        ("hv-stimer-direct", Switch(hyperV.StimerDirect)),
        ("hv-reset", Switch(hyperV.Reset)),
        ("hv-vendor-id", hyperV.VendorId),
        ("hv-frequencies", Switch(hyperV.Frequencies)),
        ("hv-reenlightenment", Switch(hyperV.Reenlightenment)),
        ("hv-tlbflush", Switch(hyperV.TlbFlush)),
        ("hv-ipi", Switch(hyperV.Ipi)),
        ("hv-evmcs", Switch(hyperV.Evmcs)),
        ("hv-avic", Switch(hyperV.Avic)),
    ];

    private static TimerDefinition? Timer(VmDefinition definition, TimerName name) =>
        (definition.Clock?.Timers ?? []).FirstOrDefault(timer => timer.Name == name);

    private static string? Switch(bool? on) => on is { } known ? OptionText.Switch(known) : null;
}
