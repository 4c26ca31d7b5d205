using Lodge.Api.Contracts;
using Lodge.Model.Errors;
using Lodge.Model.Host;
using Lodge.Model.Images;
using Lodge.Model.Jobs;
using Lodge.Model.Primitives;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Compute;
using Lodge.Model.Vms.Devices;
using Lodge.Model.Vms.Platform;
using Lodge.Model.Vms.States;
using Lodge.Model.Vms.Tuning;

namespace Lodge.Cli.Tests.Support;

/// <summary>VMs, jobs and reports as a daemon would send them.</summary>
internal static class Samples
{
    public static readonly Guid WebId = Guid.Parse("7c9e6679-7425-40de-944b-e07fc1f90ae7");

    public static readonly SecurityReport Security = new(
    [
        new("uid", SecurityState.Enforced, "runs as 200003, alone"),
        new("landlock", SecurityState.Unavailable, "the kernel is older than 5.13"),
        new("seccomp", SecurityState.Enforced, "QEMU's sandbox with every restriction"),
        new("cgroup", SecurityState.Off, "not root"),
    ]);

    public static ImageInfo Tiny => new(
        "tiny", "A small Linux with a shell.", "/var/lib/lodge/images/tiny/vmlinuz", "/var/lib/lodge/images/tiny/initrd",
        "console=ttyS0 quiet", 24 << 20, 96 << 20, FixedClock.Noon.AddDays(-2));

    public static VmDefinition Definition(string name = "web1") => new()
    {
        Id = WebId,
        Name = name,
        Title = "Shop front",
        Cpu = new CpuDefinition { Count = 2 },
        Memory = new MemoryDefinition { Size = ByteSize.FromGiB(1) },
        Boot = new BootDefinition { Kernel = "/boot/vmlinuz", Initrd = "/boot/initrd", CommandLine = "console=ttyS0" },
        Disks =
        [
            new DiskDefinition { Name = "vda", Source = new FileDiskSource { Path = "/srv/web.qcow2" }, Format = DiskFormat.Qcow2 },
            new DiskDefinition { Name = "vdb", Source = new FileDiskSource { Path = "/srv/data.raw" }, Format = DiskFormat.Raw, ReadOnly = true },
        ],
        Nics = [new NicDefinition { Mac = "52:54:00:12:34:56" }],
        Graphics = [new GraphicsDefinition()],
    };

    public static Vm Stopped(string name = "web1") => new()
    {
        Definition = Definition(name),
        Revision = 3,
        Status = new VmStatus(VmState.Stopped, VmReason.GuestPowerOff, FixedClock.Noon.AddHours(-3)),
    };

    public static Vm Running(string name = "web1", long runningRevision = 3) => Stopped(name) with
    {
        Status = new VmStatus(VmState.Running, VmReason.Booted, FixedClock.Noon.AddMinutes(-7)),
        Runtime = new VmRuntime
        {
            ProcessId = 4711,
            StartedAt = FixedClock.Noon.AddMinutes(-7),
            Definition = Definition(name),
            DefinitionRevision = runningRevision,
            Accel = Accelerator.Tcg,
            AccelReason = "KVM ran only 1.5 million instructions a second here.",
            QemuVersion = "7.2.22",
            MachineName = "pc-q35-7.2",
            Uid = 200003,
            Security = Security,
            Displays = [new() { Type = GraphicsType.Vnc, Socket = "/run/lodge/vms/web1/vnc.sock" }],
            ConsoleLog = "/var/log/lodge/web1.console.log",
        },
    };

    public static Vm Died(string name = "web1") => Stopped(name) with
    {
        Status = new VmStatus(VmState.Stopped, VmReason.ProcessDied, FixedClock.Noon.AddSeconds(-30), "QEMU was ended by signal 11."),
        LastWords = ["qemu-system-x86_64: terminating\e[31m", "Segmentation fault"],
    };

    public static VmSummary Row(string name, VmState state, VmReason reason, TimeSpan age, Accelerator? accel = null, string? title = null) =>
        new(Guid.Empty, name, state, reason, FixedClock.Noon - age, 2, 1L << 30, true, false, false, title, accel);

    public static Job Job(JobState state = JobState.Running, double? progress = null, string? step = null, LodgeError? error = null) => new()
    {
        Id = Guid.Parse("0b6e4c1a-0000-4000-8000-000000000001"),
        Kind = JobKind.ShutDown,
        VmId = WebId,
        Subject = "web1",
        State = state,
        Progress = progress,
        Step = step,
        StartedAt = FixedClock.Noon.AddSeconds(-12),
        EndedAt = state == JobState.Running ? null : FixedClock.Noon,
        Error = error,
    };

    public static HugePageReport HugePages => new(
        [
            new() { PageSize = ByteSize.FromMiB(2), Total = 512, Free = 300, Promised = 40, Surplus = 0, Nodes = [new(0, 500, 300, 0), new(1, 12, 0, 0)] },
            new() { PageSize = ByteSize.FromGiB(1), Total = 4, Free = 4, Promised = 1, Surplus = 0, Nodes = [new(0, 4, 4, 0)] },
        ],
        [new HugePageUser(WebId, "web1", ByteSize.FromMiB(424))]);

    public static TuningReport Tuning => new(
        "web1",
        Running: true,
        TuningProfile.Latency,
        [
            new("tuning.cpu.vcpuPins[0]", "2-3", ValueSource.Definition),
            new("tuning.ioThreads[1].pollMax", "200000 ns", ValueSource.Profile),
            new("disks[vda].queueSize", "256", ValueSource.Default),
            new("tuning.cpu.emulatorPin", "any of 0-7", ValueSource.Host),
        ]);

    public static HostTopology Topology => new(
        [.. Enumerable.Range(0, 4).Select(cpu => new HostCpu(cpu, cpu % 2, 0, 0, CpuSet.Of(cpu % 2, (cpu % 2) + 2)))],
        [
            new(0, 8L << 30, 5L << 30, CpuSet.Of(0, 2), [10, 21]),
            new(1, 8L << 30, 6L << 30, CpuSet.Of(1, 3), [21, 10]),
        ]);

    public static HostReport Host(bool kvm) => new()
    {
        HostName = "lab1",
        Kernel = "6.1.0-13-amd64",
        CpuCount = 2,
        CpuModel = "AMD EPYC 7B13",
        Topology = kvm ? Topology : null,
        MemoryBytes = 8L << 30,
        MemoryAvailableBytes = 6L << 30,
        Kvm = new KvmReport
        {
            Usable = kvm,
            DevicePresent = true,
            ApiVersion = 12,
            Extensions = [new("IRQCHIP", 1), new("NR_MEMSLOTS", 509)],
            InstructionsPerSecond = kvm ? 612_345_678 : 1_512_345,
            Reasons = [kvm ? "The tiny guest ran at the processor's speed." : "A tiny guest ran at 1.5 million instructions a second; 50 million is the least that boots Linux."],
            Remedy = kvm ? null : "Enable nested virtualization in the hypervisor below.",
        },
        Qemu = !kvm ? null : new QemuFacts
        {
            Binary = "/usr/bin/qemu-system-x86_64",
            Fingerprint = "f",
            Version = "7.2.22",
            Package = "Debian 1:7.2+dfsg-7",
            Machines = [new("pc-q35-7.2", "q35", 288), new("pc-i440fx-7.2", "pc", 255), new("pc-q35-7.1", null, 288)],
            CpuModels = ["max"],
            Commands = ["quit"],
            Devices = ["virtio-blk-pci"],
            HasKvm = true,
            Firmware =
            [
                new()
                {
                    Name = "60-edk2-x86_64.json",
                    Interfaces = ["uefi"],
                    Mapping = FirmwareMapping.SplitFlash,
                    Code = "/usr/share/OVMF/OVMF_CODE_4M.fd",
                    VarsTemplate = "/usr/share/OVMF/OVMF_VARS_4M.fd",
                    Targets = [new("x86_64", ["pc-q35-*"])],
                    Features = [],
                },
            ],
        },
        QemuProblem = kvm ? null : "qemu-system-x86_64 is not installed.",
        Security = Security,
        Privileged = kvm,
        Root = kvm ? null : "/home/ann/lodge",
    };
}
