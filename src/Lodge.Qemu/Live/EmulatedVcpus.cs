using Lodge.Model.Errors;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Compute;
using Lodge.Qemu.Planning.Cpus;

namespace Lodge.Qemu.Live;

/// <summary>Keeps a VM under TCG from changes of its processors that it would not survive.</summary>
internal static class EmulatedVcpus
{
    /// <summary>Checks a change that is about to be made.</summary>
    /// <param name="before">The processors as they run.</param>
    /// <param name="after">The processors as they shall be.</param>
    /// <param name="accel">How the VM runs.</param>
    /// <exception cref="LodgeException">The guest would hang, or QEMU crash.</exception>
    public static void ThrowIfDeadly(CpuDefinition before, CpuDefinition after, Accelerator accel)
    {
        if (accel == Accelerator.Tcg && VcpuLayout.LeavesGaps(VcpuLayout.TopologyOf(after), VcpuPresence.Of(after)))
        {
            throw new LodgeException(
                ErrorCode.Unsupported,
                "The processors would leave gaps in the numbers of their interrupt controllers (cpu.current, cpu.vcpus), and under TCG, with which the VM runs, such a guest hangs.",
                "Plug the first ones that are missing; where cores, dies or threads are no powers of two, use KVM.");
        }

        if (WhyNotUnplug(before, after, accel) is { } why)
        {
            throw new LodgeException(ErrorCode.Unsupported, why, "Make the change for the next start, with the scope 'next'; or use KVM.");
        }
    }

    /// <summary>Why processors cannot be unplugged; null when none are, or they can.</summary>
    /// <param name="before">The processors as they run.</param>
    /// <param name="after">The processors as they shall be.</param>
    /// <param name="accel">How the VM runs.</param>
    public static string? WhyNotUnplug(CpuDefinition before, CpuDefinition after, Accelerator accel) =>

        // Seen with QEMU 7.2, cause not known: another processor that was plugged in later met a spoilt heap.
        accel == Accelerator.Tcg && VcpuPresence.Of(before).Except(VcpuPresence.Of(after)).Any()
            ? "Processors cannot be unplugged under TCG, with which the VM runs: QEMU crashes later, when another device is plugged in."
            : null;
}
