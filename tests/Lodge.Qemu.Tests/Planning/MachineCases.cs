using Lodge.Model.Primitives;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Compute;
using Lodge.Model.Vms.Devices;
using Lodge.Model.Vms.Platform;

namespace Lodge.Qemu.Tests.Planning;

/// <summary>VMs that each have something of processors, memory and platform that a plain one has not.</summary>
internal static class MachineCases
{
    private static readonly ByteSize Huge = ByteSize.FromMiB(2);

    public static IReadOnlyDictionary<string, (VmDefinition Definition, Accelerator Accel)> All { get; } =
        Cpus().Concat(Memory()).Concat(Firmware()).Concat(Platform()).ToDictionary(each => each.Name, each => (each.Definition, each.Accel));

    private static VmDefinition Vm => PlanCases.Vm();

    private static IEnumerable<(string Name, VmDefinition Definition, Accelerator Accel)> Cpus() =>
    [
        Kvm("cpu-host-passthrough", Cpu(new() { Mode = CpuMode.HostPassthrough, Migratable = false, PhysicalAddressBits = 0, Cache = CpuCache.Passthrough })),
        Tcg("cpu-maximum", Cpu(new() { Mode = CpuMode.Maximum, PhysicalAddressBits = 42, Cache = CpuCache.Disable })),
        Kvm("cpu-host-model", Cpu(new() { Mode = CpuMode.HostModel, Model = "EPYC-Rome", Features = [new("clwb"), new("svm", CpuFeaturePolicy.Disable)] })),
        Tcg("cpu-policies", Cpu(new()
        {
            Mode = CpuMode.Custom,
            Model = "EPYC",
            Vendor = "GenuineIntel",
            Features =
            [
                new("avx2", CpuFeaturePolicy.Force), new("sse4_2"), new("pku", CpuFeaturePolicy.Optional),
                new("avx512f", CpuFeaturePolicy.Optional), new("svm", CpuFeaturePolicy.Disable), new("cmp_legacy", CpuFeaturePolicy.Forbid),
            ],
        })),
        Tcg("cpu-no-fallback", Cpu(new() { Model = "qemu64", AllowFallback = false, Cache = CpuCache.Emulate })),
        Tcg("cpu-minimum", Cpu(new() { Model = "EPYC-Rome", Match = CpuMatch.Minimum, Features = [new("aes", CpuFeaturePolicy.Disable)] })),
        Tcg("cpu-exact", Cpu(new() { Mode = CpuMode.Custom, Model = "EPYC", Match = CpuMatch.Exact })),
        Tcg("cpu-strict", Cpu(new() { Mode = CpuMode.Custom, Model = "EPYC", Match = CpuMatch.Strict })),
        Tcg("cpu-topology", Cpu(new() { Count = 16, Current = 4, Topology = new(2, 2, 2, 2) })),
        Tcg("cpu-single-ones", Cpu(new()
        {
            Count = 8,
            Current = 4,
            Model = "qemu64",
            Topology = new(2, 2, 1, 2),
            Vcpus = [new(0), new(1, Hotpluggable: false), new(2, Order: 2), new(5, Order: 1), new(6, Enabled: false)],
        })),
    ];

    private static IEnumerable<(string Name, VmDefinition Definition, Accelerator Accel)> Memory() =>
    [
        Tcg("memory-maximum", Mem(new() { Size = ByteSize.FromGiB(1), Maximum = ByteSize.FromGiB(4), Slots = 8 })),
        Tcg("memory-huge-pages", Backed(new() { HugePages = Huge, PreallocThreads = 4 })),
        Tcg("memory-huge-pages-1g", Backed(new() { HugePages = ByteSize.FromGiB(1) })),
        Tcg("memory-memfd-shared", Backed(new() { Shared = true, Source = MemorySource.Memfd })),
        Tcg("memory-file-discard", Backed(new() { Source = MemorySource.File, Discard = true, Shared = true, Prealloc = true })),
        Tcg("memory-locked-unshared", Backed(new() { Locked = true, NoSharePages = true })),
        Tcg("memory-prealloc-anonymous", Backed(new() { Prealloc = true, PreallocThreads = 2 })),
        Tcg("memory-anonymous-strict", Backed(new() { Source = MemorySource.Anonymous }) with { Numa = new() { HostNodes = "0", Policy = NumaPolicy.Strict } }),
        Tcg("memory-host-nodes", Vm with { Numa = new() { HostNodes = "0-1,3", Policy = NumaPolicy.Interleave } }),
        Tcg("memory-restrictive-says-nothing", Vm with { Numa = new() { HostNodes = "0", Policy = NumaPolicy.Restrictive } }),
        Tcg("memory-shared-microvm", Backed(new() { Shared = true }) with { Machine = new() { Type = MachineType.Microvm }, Boot = new() { Kernel = "/k" } }),
        Tcg("numa-cells", Cpu(new() { Count = 4 }) with
        {
            Numa = new()
            {
                HostNodes = "0",
                Cells =
                [
                    new() { Id = 0, Cpus = "0,2-3", Memory = ByteSize.FromMiB(256), Distances = [new(0, 10), new(1, 21)] },
                    new() { Id = 1, Cpus = "1", Memory = ByteSize.FromMiB(256), HostNodes = "1", Policy = NumaPolicy.Preferred, HugePages = Huge, Shared = true, Distances = [new(0, 21)] },
                    new() { Id = 2, Memory = default },
                ],
            },
        }),
        Tcg("memory-devices", Mem(new()
        {
            Size = ByteSize.FromGiB(1),
            Maximum = ByteSize.FromGiB(8),
            Devices =
            [
                new() { Size = ByteSize.FromMiB(512), Address = new DimmAddress(1, 0x1_4000_0000) },
                new() { Model = MemoryDeviceModel.VirtioMem, Size = ByteSize.FromGiB(2), Requested = ByteSize.FromMiB(256), Block = Huge, Alias = "grow", Address = new PciAddress(0, 9) },
                new() { Model = MemoryDeviceModel.VirtioMem, Size = ByteSize.FromGiB(1), HugePages = Huge, HostNodes = "1", Node = 0 },
                new() { Model = MemoryDeviceModel.Nvdimm, Size = ByteSize.FromMiB(256), Path = "/srv/nv,dimm", LabelSize = ByteSize.FromKiB(128) },
                new() { Model = MemoryDeviceModel.VirtioPmem, Size = ByteSize.FromMiB(256), Path = "/srv/pmem" },
            ],
        })),
    ];

    private static IEnumerable<(string Name, VmDefinition Definition, Accelerator Accel)> Firmware() =>
    [
        Kvm("uefi-secure-boot", Boots(new() { Firmware = FirmwareType.Uefi, SecureBoot = true })),
        Tcg("uefi-secure-boot-own-keys", Boots(new() { Firmware = FirmwareType.Uefi, SecureBoot = true, EnrolledKeys = false })),
        Tcg("uefi-loader-nvram", Boots(new() { Firmware = FirmwareType.Uefi, Loader = "/opt/ovmf.qcow2", Nvram = "/srv/a,vars.fd", NvramTemplate = "/opt/vars.fd" })),
        Tcg("uefi-loader-stateless", Boots(new() { Firmware = FirmwareType.Uefi, Loader = "/opt/ovmf.fd" })),
        Tcg("uefi-template", Boots(new() { Firmware = FirmwareType.Uefi, NvramTemplate = "/opt/vars.fd" })),
        Tcg("bios-loader", Boots(new() { Loader = "/opt/bios.bin" })),
        Tcg("boot-menu", Boots(new() { Menu = true, MenuTimeout = 3000, RebootTimeout = -1, SerialOutput = true })),
        Tcg("boot-order", Vm with
        {
            Disks = [PlanCases.Raw with { Name = "a" }, PlanCases.Raw with { Name = "b", BootOrder = 2 }],
            Nics = [PlanCases.Nic with { BootOrder = 1 }, PlanCases.Nic],
        }),
        Tcg("boot-kinds", Vm with
        {
            Boot = new() { Kinds = [BootKind.Floppy, BootKind.Network, BootKind.Cdrom, BootKind.Disk] },
            Disks = [PlanCases.Raw with { Name = "a" }, PlanCases.Raw with { Name = "b" }],
            Nics = [PlanCases.Nic],
        }),
        Tcg("fw-cfg", Boots(new() { FirmwareConfig = [new() { Name = "opt/org.example/text", Text = "a,b=c" }, new() { Name = "opt/org.example/file", File = "/srv/blob,1" }] })),
        Tcg("smbios", Boots(new()
        {
            Smbios = new()
            {
                Bios = new("Inn", "1.2", "01/02/2026", "3.4"),
                System = new("Lodge, Ltd", "Room", "2", "ds=nocloud;s=http://x/", "S1", "Rooms"),
                Board = new("Lodge", "Floor", "3", "B7", "A9", "left"),
                Chassis = new("Lodge", "4", "C8", "A1", "K2"),
                OemStrings = ["first,one", "second"],
            },
        })),
        Tcg("smbios-sysinfo", Boots(new() { Smbios = new() { Mode = SmbiosMode.Sysinfo, System = new("Lodge") } })),
        Tcg("smbios-host", Boots(new() { Smbios = new() { Mode = SmbiosMode.Host, System = new("ignored") } })),
        Tcg("smbios-emulate-says-nothing", Boots(new() { Smbios = new() { Mode = SmbiosMode.Emulate, System = new("ignored") } })),
    ];

    private static IEnumerable<(string Name, VmDefinition Definition, Accelerator Accel)> Platform() =>
    [
        Tcg("clock-localtime-guest", Clock(new() { Offset = ClockOffset.Localtime, Timers = [new() { Name = TimerName.Rtc, TickPolicy = TickPolicy.Delay, Track = TimerTrack.Guest }] })),
        Tcg("clock-utc", Clock(new() { Offset = ClockOffset.Utc, Timers = [new() { Name = TimerName.Pit, TickPolicy = TickPolicy.Delay }] })),
        Tcg("clock-variable-utc", Clock(new() { Offset = ClockOffset.Variable, Basis = ClockBasis.Utc, Adjustment = 60, Timers = [new() { Name = TimerName.Rtc, TickPolicy = TickPolicy.Merge }] })),
        Tcg("clock-timezone", Clock(new() { Offset = ClockOffset.Timezone, TimeZone = "Europe/Vienna" })),
        Tcg("clock-variable", Clock(new() { Offset = ClockOffset.Variable, Adjustment = -3600, Basis = ClockBasis.Localtime })),
        Tcg("clock-absolute", Clock(new() { Offset = ClockOffset.Absolute, Start = 1_000_000_000, Timers = [new() { Name = TimerName.Rtc, Track = TimerTrack.Realtime }] })),
        Kvm("clock-timers", Clock(new()
        {
            Timers =
            [
                new() { Name = TimerName.Rtc, TickPolicy = TickPolicy.Catchup, Track = TimerTrack.Wall },
                new() { Name = TimerName.Pit, TickPolicy = TickPolicy.Discard },
                new() { Name = TimerName.Hpet, Present = false },
                new() { Name = TimerName.Tsc, Frequency = 2_000_000_000 },
                new() { Name = TimerName.Kvmclock, Present = false },
                new() { Name = TimerName.Hypervclock, Present = true },
            ],
        })),
        Tcg("clock-no-pit", Clock(new() { Timers = [new() { Name = TimerName.Pit, Present = false }] })),
        Tcg("features", Vm with { Features = new() { Acpi = false, Pae = false, Smm = false, VmCoreInfo = true, VmPort = true, Ps2 = false, Pmu = false, SuspendToMemory = true, SuspendToDisk = true } }),
        Tcg("features-pc-sleep", PlanCases.Vm(MachineType.Pc) with { Features = new() { SuspendToMemory = true, Apic = false } }),
        Kvm("features-kvm", Vm with
        {
            Features = new()
            {
                IrqChip = IrqChip.Split,
                Kvm = new() { Hidden = true, HintDedicated = true, PollControl = true, PvIpi = false, PvUnhalt = true, PvAsyncPageFault = false, PvEoi = true, DirtyRing = 4096 },
            },
        }),
        Kvm("features-hyperv", Vm with
        {
            Features = new()
            {
                HyperV = new()
                {
                    Relaxed = true, Vapic = true, Spinlocks = 8191, VpIndex = true, Runtime = true, Synic = true, Stimer = true, StimerDirect = true, Reset = true,
                    VendorId = "Inn", Frequencies = true, Reenlightenment = true, TlbFlush = true, Ipi = true, Evmcs = false, Avic = true,
                },
            },
        }),
        Kvm("features-custom", Vm with { Features = new() { IrqChip = IrqChip.Qemu, HyperV = new() { Mode = HyperVMode.Custom, Relaxed = true } } }),
        Kvm("features-hyperv-passthrough", Vm with { Features = new() { IrqChip = IrqChip.Kvm, HyperV = new() { Mode = HyperVMode.Passthrough } } }),
        Tcg("features-of-kvm-mean-nothing-under-tcg", Vm with { Features = new() { Kvm = new() { Hidden = true }, HyperV = new() { Relaxed = true } } }),
        Kvm("iommu-intel", Vm with { Iommu = new() { InterruptRemapping = true, CachingMode = true, ExtendedInterruptMode = true } }),
        Tcg("iommu-virtio", Vm with { Iommu = new() { Model = IommuModel.Virtio, Address = new PciAddress(0, 30) } }),
        Kvm("sev", Boots(new() { Firmware = FirmwareType.Uefi }) with { LaunchSecurity = new SevSecurity { DhCertificate = "Y2VydA==", Session = "c2Vzc2lvbg==", KernelHashes = true } }),
        Kvm("sev-all", Boots(new() { Firmware = FirmwareType.Uefi }) with { LaunchSecurity = new SevSecurity { Policy = 1, CBitPosition = 47, ReducedPhysicalBits = 1 } }),
        Kvm("sev-snp-all", Boots(new() { Firmware = FirmwareType.Uefi }) with { LaunchSecurity = new SevSnpSecurity { Policy = 0x30000, KernelHashes = true } }),
        Kvm("sev-snp", Boots(new() { Firmware = FirmwareType.Uefi }) with { LaunchSecurity = new SevSnpSecurity { CBitPosition = 47, ReducedPhysicalBits = 5, HostData = "aG9zdA==" } }),
    ];

    private static (string, VmDefinition, Accelerator) Kvm(string name, VmDefinition definition) => (name, definition, Accelerator.Kvm);

    private static (string, VmDefinition, Accelerator) Tcg(string name, VmDefinition definition) => (name, definition, Accelerator.Tcg);

    private static VmDefinition Cpu(CpuDefinition cpu) => Vm with { Cpu = cpu };

    private static VmDefinition Mem(MemoryDefinition memory) => Vm with { Memory = memory };

    private static VmDefinition Backed(MemoryBacking backing) => Vm with { Memory = Vm.Memory with { Backing = backing } };

    private static VmDefinition Boots(BootDefinition boot) => Vm with { Boot = boot };

    private static VmDefinition Clock(ClockDefinition clock) => Vm with { Clock = clock };
}
