using Lodge.LibvirtXml.Cpu;
using Lodge.LibvirtXml.Host;
using Lodge.LibvirtXml.Tests.Support;
using Lodge.Model.Host;
using Lodge.Model.Primitives;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Compute;
using Lodge.Model.Vms.Platform;
using Lodge.TestSupport;

namespace Lodge.LibvirtXml.Tests.Host;

public sealed class HostXmlTests
{
    private static readonly CpuModelInfo s_epyc = new()
    {
        Name = "EPYC-Rome",
        Vendor = "AuthenticAMD",
        Family = 23,
        Model = 49,
        Features = ["avx2", "x2apic"],
    };

    private static readonly QemuFacts s_qemu = new()
    {
        Binary = "/usr/bin/qemu-system-x86_64",
        Fingerprint = "x",
        Version = "7.2.0",
        Machines = [new("pc-q35-7.2", "q35", 288), new("pc-i440fx-7.2", "pc", 255), new("microvm", null, 288)],
        CpuModels = [],
        Commands = [],
        Devices = ["isa-fdc", "ide-hd", "scsi-hd", "virtio-blk-pci", "usb-storage", "ahci", "VGA", "qxl", "tpm-crb", "vmcoreinfo"],
        HasKvm = true,
        Firmware =
        [
            new FirmwareDescriptor
            {
                Name = "60-edk2.json",
                Interfaces = ["uefi"],
                Mapping = FirmwareMapping.SplitFlash,
                Code = "/usr/share/OVMF/OVMF_CODE.fd",
                Targets = [],
                Features = ["secure-boot"],
            },
        ],
    };

    private static readonly HostReport s_host = new()
    {
        HostName = "host",
        Kernel = "6.1",
        CpuCount = 4,
        CpuModel = "AMD EPYC",
        Topology = new HostTopology(
            [.. Enumerable.Range(0, 4).Select(i => new HostCpu(i, 0, 0, i / 2, CpuSet.Of(i / 2 * 2, (i / 2 * 2) + 1)))],
            [new HostNode(0, 8L << 30, 1 << 30, CpuSet.Of(0, 1, 2, 3), [10])]),
        MemoryBytes = 8L << 30,
        MemoryAvailableBytes = 4L << 30,
        Kvm = new KvmReport { Usable = true, DevicePresent = true },
        Qemu = s_qemu,
        Security = new SecurityReport([new SecurityItem("apparmor", SecurityState.Enforced, "")]),
        Privileged = true,
    };

    [Fact]
    public void Capabilities_tell_of_the_host_and_its_guests()
    {
        var pool = new HugePagePool
        {
            PageSize = ByteSize.FromMiB(2),
            Total = 512,
            Free = 500,
            Promised = 0,
            Surplus = 0,
            Nodes = [new HugePageNode(0, 512, 500, 0)],
        };
        var written = CapabilitiesXml.Write(s_host, s_epyc, Guid.Parse("b3b7a0a6-52c5-4a54-8f84-6c2a53d0a009"), [pool]);
        Golden.Compare("Golden/capabilities.xml", written);
        Assert.Null(Tool.Validate(written, "capability"));
        Assert.Equal("EPYC-Rome", CpuXml.Read(written).Model);
    }

    [Fact]
    public void Domain_capabilities_tell_what_a_domain_may_have()
    {
        var cpus = new HostCpuModels
        {
            Accel = Accelerator.Kvm,
            Host = s_epyc,
            Models = [s_epyc, new CpuModelInfo { Name = "Skylake-Client", Vendor = "GenuineIntel", Missing = ["hle"], Features = [] }],
            KnownFeatures = [],
        };
        var written = DomainCapabilitiesXml.Write(s_qemu, cpus, "q35", kvm: true);
        Golden.Compare("Golden/domain-capabilities.xml", written);
        Assert.Null(Tool.Validate(written, "domaincaps"));
        Assert.Equal(["avx2", "x2apic"], CpuXml.Read(written).Features!.Select(feature => feature.Name));
        Assert.Throws<ArgumentException>(() => DomainCapabilitiesXml.Write(s_qemu, null, "virt", kvm: false));
    }

    [Fact]
    public void Processor_that_is_written_is_read_the_same()
    {
        var cpu = new CpuSpec { Model = "EPYC", Features = [new("avx2"), new("svm", CpuFeaturePolicy.Disable)] };
        var written = CpuXml.Write(cpu, "AuthenticAMD");
        Assert.Null(Tool.Validate(written, "cpu"));
        Assert.Equal(cpu.Features, CpuXml.Read(written).Features);
        Assert.Contains("Missing CPU model name", Assert.Throws<LibvirtXmlException>(() => CpuXml.Read("<cpu/>")).Message, StringComparison.Ordinal);
        Assert.Equal(XmlFault.Malformed, Assert.Throws<LibvirtXmlException>(() => CpuXml.Read("<gpu/>")).Fault);
    }

    [Fact]
    public void System_information_that_is_written_is_read_the_same()
    {
        var host = new SmbiosDefinition { System = new SmbiosSystem(Manufacturer: "Lodge", Serial: "1"), OemStrings = ["a", "b"] };
        var read = SysinfoXml.Read(SysinfoXml.Write(host));
        Assert.Equal(host.System, read.System);
        Assert.Equal(host.OemStrings, read.OemStrings);
    }
}
