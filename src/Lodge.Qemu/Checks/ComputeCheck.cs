using Lodge.Model.Errors;
using Lodge.Model.Primitives;
using Lodge.Model.Text;
using Lodge.Qemu.Planning;

namespace Lodge.Qemu.Checks;

/// <summary>Accelerator, machine, processors, memory.</summary>
internal static class ComputeCheck
{
    private static readonly string[] ModelsOfAccelerators = ["host", "max"];

    /// <summary>KVM where it is demanded.</summary>
    public static Task Accelerator(CheckContext context, CancellationToken cancellationToken)
    {
        _ = AcceleratorChoice.Decide(context.Definition.Accel, context.Policy, context.Kvm, context.Facts.HasKvm);
        return Task.CompletedTask;
    }

    /// <summary>A machine that this QEMU has, and no more processors than it takes.</summary>
    public static Task Machine(CheckContext context, CancellationToken cancellationToken)
    {
        var machine = MachineNames.Resolve(context.Definition.Machine, context.Facts);
        var count = context.Definition.Cpu.Count;
        return count <= machine.MaxCpus
            ? Task.CompletedTask
            : throw new LodgeException(
                ErrorCode.Unsupported,
                $"The VM wants {count} processors, and machine type '{machine.Name}' of QEMU {context.Facts.Version} takes {machine.MaxCpus} at most.",
                "Set cpu.count lower, or choose another machine type.");
    }

    /// <summary>A CPU model that this QEMU has.</summary>
    public static Task Model(CheckContext context, CancellationToken cancellationToken)
    {
        if (context.Definition.Cpu.Model is not { } model
            || context.Facts.CpuModels.Contains(model)
            || ModelsOfAccelerators.Contains(model))
        {
            return Task.CompletedTask;
        }

        var near = Suggestion.For(model, context.Facts.CpuModels);
        throw new LodgeException(
            ErrorCode.Unsupported,
            $"QEMU {context.Facts.Version} has no CPU model '{model}'{(near is null ? "" : $"; did you mean '{near}'?")}",
            "Leave cpu.model out for the best one, or see 'qemu-system-x86_64 -cpu help' for all.");
    }

    /// <summary>Memory that the host has, and has free.</summary>
    public static Task Memory(CheckContext context, CancellationToken cancellationToken)
    {
        // Huge pages are set aside already, and have a check of their own.
        var wanted = new ByteSize(Math.Max(context.Definition.Memory.Size.Bytes - HugePageCheck.Wanted(context.Definition).Values.Sum(), 0));
        var host = context.Memory;
        var available = host.AvailableBytes + host.FreeSwapBytes;
        return wanted.Bytes > host.TotalBytes
            ? throw new LodgeException(
                ErrorCode.InsufficientResources,
                $"The VM wants {wanted} of memory, and this host has {InMiB(host.TotalBytes)} in all.",
                "Set memory.size lower.")
            : wanted.Bytes > available
            ? throw new LodgeException(
                ErrorCode.InsufficientResources,
                $"The VM wants {wanted} of memory, and this host has only {InMiB(available)} available now.",
                "Set memory.size lower, or stop other VMs or programs first.")
            : Task.CompletedTask;
    }

    private static ByteSize InMiB(long bytes) => ByteSize.FromMiB(bytes >> 20);
}
