using Lodge.Linux.Security;
using Lodge.Model.Vms.Devices;
using Lodge.Qemu.Planning.Devices.Hosts;
using Lodge.Qemu.Planning.Memory;

namespace Lodge.Qemu.Planning.Concerns;

/// <summary>Guest memory: how much, and how the host provides it.</summary>
internal static class MemoryArguments
{
    private const int UsualSlots = 16;
    private const string OvercommitPolicy = "/proc/sys/vm/overcommit_memory";

    public static void Add(PlanBuilder plan, PlanContext context)
    {
        var memory = context.Definition.Memory;
        plan.Add("-m", OptionText.Of(
            "",
            ("size", MemoryBackends.Size(memory.Size)),
            ("slots", memory.Maximum is null ? null : PlanBuilder.Text(memory.Slots ?? UsualSlots)),
            ("maxmem", memory.Maximum is { } most ? MemoryBackends.Size(most) : null)));
        if (memory.Maximum is not null)
        {
            // QEMU looks here before it makes memory that need not be set aside, such as that of virtio-mem.
            plan.Allow(OvercommitPolicy, LandlockAccess.ReadOnly, optional: true);
        }

        if (memory.Backing?.Locked == true)
        {
            plan.Add("-overcommit", "mem-lock=on");
            plan.LockMemory();
        }

        if (context.Definition.HostDevices.OrEmpty().Any(HostDevices.NeedsLockedMemory))
        {
            plan.LockMemory();
        }

        if (MemoryBackends.NameOfWhole(context) is { } name)
        {
            MemoryBackends.Add(plan, context, name, memory.Size, MemoryBackends.MannerOf(context));
        }
    }
}
