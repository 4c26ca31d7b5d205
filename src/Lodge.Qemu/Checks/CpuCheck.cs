using System.Globalization;
using Lodge.Engine.Cpus;
using Lodge.Model.Errors;
using Lodge.Model.Host;
using Lodge.Model.Text;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Compute;
using Lodge.Qemu.Facts;
using Lodge.Qemu.Planning;
using Lodge.Qemu.Planning.Cpus;

namespace Lodge.Qemu.Checks;

/// <summary>Processors that this host can give the guest, with every feature that the definition insists on.</summary>
internal static class CpuCheck
{
    private const int MostWithoutExtendedInterrupts = 255;

    /// <summary>A machine that this QEMU has, and no more processors than it takes.</summary>
    public static Task Machine(CheckContext context, CancellationToken cancellationToken)
    {
        var machine = MachineNames.Resolve(context.Definition.Machine, context.Facts);
        var count = context.Definition.Cpu.Count;
        if (count > machine.MaxCpus)
        {
            throw new LodgeException(
                ErrorCode.Unsupported,
                $"The VM wants {count} processors (cpu.count), and machine type '{machine.Name}' of QEMU {context.Facts.Version} takes {machine.MaxCpus} at most.",
                "Set cpu.count lower, or choose another machine type.");
        }

        return count <= MostWithoutExtendedInterrupts || context.Definition.Iommu?.ExtendedInterruptMode == true
            ? Task.CompletedTask
            : throw new LodgeException(
                ErrorCode.Unsupported,
                $"The VM wants {count} processors (cpu.count), and interrupts reach more than {MostWithoutExtendedInterrupts} of them only through an Intel IOMMU.",
                "Add iommu with interruptRemapping and extendedInterruptMode, or set cpu.count lower.");
    }

    /// <summary>A mode that the accelerator has, and a model that this QEMU has.</summary>
    public static Task Model(CheckContext context, CancellationToken cancellationToken)
    {
        var cpu = context.Definition.Cpu;
        if (AccelOf(context) is { } accel && CpuWords.ModeOf(cpu, accel) == CpuMode.HostPassthrough && accel != Accelerator.Kvm)
        {
            throw new LodgeException(
                ErrorCode.Unsupported,
                "The VM wants the host's own processor (cpu.mode host-passthrough), which only KVM can give, and it gets TCG here.",
                "Use cpu.mode maximum, name a model, or leave both out.");
        }

        return cpu is not { Mode: null or CpuMode.Custom, Model: { } model } || context.Facts.CpuModels.Contains(model) || model is "host" or "max"
            ? Task.CompletedTask
            : throw UnknownModel(model, context.Facts);
    }

    /// <summary>Features that exist, and are had or lacked as the definition insists.</summary>
    public static Task Features(CheckContext context, CancellationToken cancellationToken)
    {
        if (context.Cpus is not { } host)
        {
            return Task.CompletedTask;
        }

        var troubles = Named(context.Definition.Cpu, host).Concat(OfModel(context.Definition.Cpu, host)).ToList();
        return troubles.Count == 0
            ? Task.CompletedTask
            : throw new LodgeException(
                ErrorCode.Unsupported,
                string.Join(' ', troubles),
                $"'lodge host cpu compare MODEL,+feature,-feature' tells what this host can do under {Name(host.Accel)}; the policy optional takes a feature only where it is.");
    }

    /// <summary>Under TCG, an arrangement without gaps: see <see cref="VcpuLayout.LeavesGaps"/>.</summary>
    public static Task Gaps(CheckContext context, CancellationToken cancellationToken)
    {
        var cpu = context.Definition.Cpu;
        return AccelOf(context) != Accelerator.Tcg || !VcpuLayout.LeavesGaps(VcpuLayout.TopologyOf(cpu), VcpuPresence.Of(cpu))
            ? Task.CompletedTask
            : throw new LodgeException(
                ErrorCode.Unsupported,
                "The VM's processors leave gaps in the numbers of their interrupt controllers (cpu.topology, cpu.vcpus), and under TCG, which it gets here, such a guest hangs.",
                "Let dies, cores and threads be powers of two, and let the processors that are there at start be the first ones; or use KVM.");
    }

    /// <summary>Whether <see cref="Features"/> has to know the host's processors.</summary>
    public static Accelerator? NeedsModelsOf(VmDefinition definition, CheckContext context) =>
        CpuNeeds.HostModels(definition.Cpu) ? AccelOf(context) : null;

    // That KVM is demanded and not to be had is told by its own check.
    private static Accelerator? AccelOf(CheckContext context)
    {
        try
        {
            return AcceleratorChoice.Decide(context.Definition.Accel, context.Policy, context.Kvm, context.Facts.HasKvm).Kind;
        }
        catch (LodgeException)
        {
            return null;
        }
    }

    private static IEnumerable<string> Named(CpuDefinition cpu, HostCpuModels host)
    {
        var ofHost = host.Host.Features.ToHashSet();
        foreach (var (feature, index) in (cpu.Features ?? []).Select((feature, index) => (feature, index)))
        {
            var name = CpuFeatureNames.Canonical(feature.Name);
            var place = string.Create(CultureInfo.InvariantCulture, $"cpu.features[{index}]");
            if (!host.KnownFeatures.Contains(name))
            {
                var near = Suggestion.For(name, host.KnownFeatures);
                yield return $"This QEMU knows no processor feature '{feature.Name}' ({place}){(near is null ? "." : $"; did you mean '{near}'?")}";
            }
            else if (feature.Policy == CpuFeaturePolicy.Require && !ofHost.Contains(name))
            {
                yield return $"The VM requires the processor feature '{name}' ({place}), which this host cannot give under {Name(host.Accel)}.";
            }
            else if (feature.Policy == CpuFeaturePolicy.Forbid && ofHost.Contains(name))
            {
                yield return $"The VM is forbidden to start on a host with the processor feature '{name}' ({place}), and this one has it under {Name(host.Accel)}.";
            }
        }
    }

    private static IEnumerable<string> OfModel(CpuDefinition cpu, HostCpuModels host)
    {
        if (cpu is not { Mode: null or CpuMode.Custom, Model: { } name } || host.Models.FirstOrDefault(each => each.Name == name) is not { } model)
        {
            yield break;
        }

        var off = (cpu.Features ?? []).Where(feature => feature.Policy is CpuFeaturePolicy.Disable or CpuFeaturePolicy.Forbid)
            .Select(feature => CpuFeatureNames.Canonical(feature.Name)).ToHashSet();
        var missing = model.Missing.Where(feature => !off.Contains(feature)).ToList();
        if (missing.Count > 0 && (cpu.AllowFallback == false || cpu.Match == CpuMatch.Strict))
        {
            yield return $"The VM wants CPU model '{name}' as it is, and this host lacks {string.Join(", ", missing)} of it under {Name(host.Accel)}.";
        }

        var named = (cpu.Features ?? []).Select(feature => CpuFeatureNames.Canonical(feature.Name));
        var more = host.Host.Features.Except(model.Features).Except(named).ToList();
        if (more.Count > 0 && cpu.Match == CpuMatch.Strict)
        {
            yield return $"The VM wants a host with CPU model '{name}' and nothing else (cpu.match strict), and this one has {string.Join(", ", more)} besides.";
        }
    }

    private static LodgeException UnknownModel(string model, QemuFacts facts)
    {
        var near = Suggestion.For(model, facts.CpuModels);
        return new LodgeException(
            ErrorCode.Unsupported,
            $"QEMU {facts.Version} has no CPU model '{model}' (cpu.model){(near is null ? "." : $"; did you mean '{near}'?")}",
            "Leave cpu.model out for the best one; 'lodge host cpu models' lists those that run here.");
    }

    private static string Name(Accelerator accel) => accel == Accelerator.Kvm ? "KVM" : "TCG";
}
