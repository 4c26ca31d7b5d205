using Lodge.Model.Errors;
using Lodge.Model.Primitives;
using Lodge.Qemu.Planning;

namespace Lodge.Qemu.Checks;

/// <summary>Accelerator and memory.</summary>
internal static class ComputeCheck
{
    /// <summary>KVM where it is demanded.</summary>
    public static Task Accelerator(CheckContext context, CancellationToken cancellationToken)
    {
        _ = AcceleratorChoice.Decide(context.Definition.Accel, context.Policy, context.Kvm, context.Facts.HasKvm);
        return Task.CompletedTask;
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
