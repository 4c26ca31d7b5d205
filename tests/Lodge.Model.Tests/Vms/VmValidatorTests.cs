using Lodge.Model.Errors;
using Lodge.Model.Primitives;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Compute;
using Lodge.Model.Vms.Devices;
using Lodge.Model.Vms.Platform;
using Lodge.Model.Vms.Validation;

namespace Lodge.Model.Tests.Vms;

public sealed class VmValidatorTests
{
    private static readonly VmDefinition Sound = new() { Name = "web1" };

    public static TheoryData<string, VmDefinition> Flawed => new()
    {
        { "name", Sound with { Name = "" } },
        { "name", Sound with { Name = new string('a', 64) } },
        { "name", Sound with { Name = "a b" } },
        { "name", Sound with { Name = "-rf" } },
        { "name", Sound with { Name = "../etc" } },
        { "name", Sound with { Name = Guid.Empty.ToString() } },
        { "title", Sound with { Title = "two\nlines" } },
        { "cpu.count", Sound with { Cpu = new CpuDefinition { Count = 0 } } },
        { "cpu.count", Sound with { Cpu = new CpuDefinition { Count = 5000 } } },
        { "cpu.model", Sound with { Cpu = new CpuDefinition { Model = "host,-device" } } },
        { "memory.size", Sound with { Memory = new MemoryDefinition { Size = new ByteSize(1000) } } },
        { "memory.size", Sound with { Memory = new MemoryDefinition { Size = ByteSize.FromGiB(1 << 20) } } },
        { "boot.kernel", Sound with { Boot = new BootDefinition { Kernel = "vmlinuz" } } },
        { "boot.kernel", Sound with { Boot = new BootDefinition { Initrd = "/initrd" } } },
        { "boot.commandLine", Sound with { Boot = new BootDefinition { Kernel = "/k", CommandLine = new string('x', 2048) } } },
        { "disks[0].source.path", Sound with { Disks = [Disk("relative")] } },
        { "disks[1].source.path", Sound with { Disks = [Disk("/a"), Disk("/a")] } },
        { "disks[1].name", Sound with { Disks = [Disk("/a") with { Name = "vda" }, Disk("/b") with { Name = "vda" }] } },
        { "nics[0].mac", Sound with { Nics = [new NicDefinition { Mac = "52:54:00" }] } },
        { "nics[0].mac", Sound with { Nics = [new NicDefinition { Mac = "01:00:00:00:00:01" }] } },
        { "nics[1].mac", Sound with { Nics = [new NicDefinition { Mac = "52:54:00:00:00:aa" }, new NicDefinition { Mac = "52:54:00:00:00:AA" }] } },
        { "serials", Sound with { Serials = [new(), new(), new(), new(), new()] } },
        { "graphics", Sound with { Graphics = [new(), new()] } },
        { "boot.kernel", Sound with { Machine = new MachineDefinition { Type = MachineType.Microvm } } },
        { "machine.version", Sound with { Machine = new MachineDefinition { Version = "7.2,accel=kvm" } } },
    };

    [Fact]
    public void Sound_definition_has_no_flaw() => Assert.Empty(VmValidator.Check(Sound));

    [Theory]
    [MemberData(nameof(Flawed))]
    public void Flaw_is_named_by_its_field(string field, VmDefinition definition) =>
        Assert.Contains(VmValidator.Check(definition), flaw => flaw.Field == field);

    [Fact]
    public void All_flaws_are_reported_at_once()
    {
        var definition = Sound with { Cpu = new CpuDefinition { Count = 0 }, Memory = new MemoryDefinition { Size = default } };
        var error = Assert.Throws<LodgeException>(() => VmValidator.ThrowIfFlawed(definition)).Error;
        Assert.Equal(ErrorCode.InvalidArgument, error.Code);
        Assert.Contains("cpu.count must be 1 to 4096, and is 0", error.Message, StringComparison.Ordinal);
        Assert.Contains("memory.size", error.Message, StringComparison.Ordinal);
    }

    private static DiskDefinition Disk(string path) => new() { Source = new FileDiskSource { Path = path } };
}
