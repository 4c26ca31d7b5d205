using Lodge.Model.Errors;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Compute;
using Lodge.Qemu.Planning.Cpus;
using Lodge.Qemu.RunFolders;

namespace Lodge.Qemu.Live;

/// <summary>Keeps a VM under TCG from changes of its processors that it would not survive.</summary>
/// <param name="record">Remembers what was done to the VM, also for a later daemon.</param>
internal sealed class EmulatedVcpus(RunRecordFile record)
{
    /// <summary>Checks a change that is about to be made, and takes note of it.</summary>
    /// <exception cref="LodgeException">The guest would hang, or QEMU crash.</exception>
    public void Prepare(CpuDefinition before, CpuDefinition after)
    {
        var run = record.Current;
        if (run.Runtime?.Accel != Accelerator.Tcg)
        {
            return;
        }

        var (old, now) = (VcpuPresence.Of(before), VcpuPresence.Of(after));
        if (VcpuLayout.LeavesGaps(VcpuLayout.TopologyOf(after), now))
        {
            throw new LodgeException(
                ErrorCode.Unsupported,
                "The processors would leave gaps in the numbers of their interrupt controllers (cpu.current, cpu.vcpus), and under TCG, with which the VM runs, such a guest hangs.",
                "Plug the first ones that are missing, and unplug the last ones; where cores, dies or threads are no powers of two, use KVM.");
        }

        // QEMU 7.2 was seen to spoil its heap and end.
        if (run.LostProcessors == true && now.Except(old).Any())
        {
            throw new LodgeException(
                ErrorCode.Unsupported,
                "A processor was unplugged since the VM was started, and under TCG, with which it runs, QEMU crashes when one is plugged in after that (cpu.current, cpu.vcpus).",
                "Make the change for the next start, with the scope 'next'; or use KVM.");
        }

        if (old.Except(now).Any())
        {
            record.Change(present => present with { LostProcessors = true });
        }
    }
}
