using Lodge.Engine.Ports;
using Lodge.Model.Host;

namespace Lodge.TestSupport.Engine;

/// <summary>A small host.</summary>
public sealed class FakeHost : IHostInfo
{
    private static readonly QemuFacts Facts = new()
    {
        Binary = "/usr/bin/qemu-system-x86_64",
        Fingerprint = "f",
        Version = "7.2.22",
        Machines = [new QemuMachineFact("pc-q35-7.2", "q35", 288)],
        CpuModels = ["max"],
        Commands = ["quit"],
        Devices = ["virtio-blk-pci"],
        HasKvm = true,
    };

    public string BootId => "boot";

    public HostReport Read() => new()
    {
        HostName = "inn",
        Kernel = "6.1.0",
        CpuCount = 2,
        CpuModel = "Model T",
        MemoryBytes = 4L << 30,
        MemoryAvailableBytes = 2L << 30,
        Kvm = new KvmReport { Usable = false, DevicePresent = true, Reasons = ["Too slow."] },
        Qemu = Facts,
        Security = new SecurityReport([]),
        Privileged = true,
    };
}
