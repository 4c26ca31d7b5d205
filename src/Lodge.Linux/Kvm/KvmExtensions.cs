namespace Lodge.Linux.Kvm;

/// <summary>The KVM_CAP_ numbers Lodge asks for (linux/kvm.h); the kernel never gives a number another meaning.</summary>
internal static class KvmExtensions
{
    public static readonly (string Name, int Number)[] All =
    [
        ("IRQCHIP", 0),
        ("USER_MEMORY", 3),
        ("SET_TSS_ADDR", 4),
        ("NR_VCPUS", 9),
        ("NR_MEMSLOTS", 10),
        ("PIT2", 33),
        ("IRQFD", 32),
        ("IOEVENTFD", 36),
        ("SET_IDENTITY_MAP_ADDR", 37),
        ("ADJUST_CLOCK", 39),
        ("XSAVE", 55),
        ("TSC_CONTROL", 60),
        ("MAX_VCPUS", 66),
        ("SYNC_REGS", 74),
        ("READONLY_MEM", 81),
        ("SIGNAL_MSI", 77),
        ("SPLIT_IRQCHIP", 121),
        ("MAX_VCPU_ID", 128),
        ("X2APIC_API", 129),
        ("IMMEDIATE_EXIT", 136),
        ("HYPERV_SYNIC2", 148),
        ("NESTED_STATE", 157),
        ("HYPERV_CPUID", 167),
        ("MANUAL_DIRTY_LOG_PROTECT2", 168),
        ("DIRTY_LOG_RING", 192),
    ];
}
