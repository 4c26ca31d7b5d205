using System.Text.Json;
using Lodge.Model.Json;
using Lodge.Model.Primitives;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Compute;
using Lodge.Model.Vms.Devices;
using Lodge.Model.Vms.Platform;

namespace Lodge.Model.Tests.Json;

public sealed class DefaultsTests
{
    [Fact]
    public void A_field_that_is_left_out_has_the_same_default_as_in_code()
    {
        Assert.Equivalent(new VmDefinition { Name = "a" }, Read("""{"name":"a"}"""), strict: true);
    }

    [Fact]
    public void Parts_that_are_nearly_empty_have_the_same_defaults_as_in_code()
    {
        var inCode = new VmDefinition
        {
            Name = "a",
            Machine = new MachineDefinition(),
            Boot = new BootDefinition(),
            Cpu = new CpuDefinition(),
            Memory = new MemoryDefinition { Size = ByteSize.FromMiB(7) },
            Disks = [new DiskDefinition { Source = new FileDiskSource { Path = "/d" } }],
            Nics = [new NicDefinition()],
            Serials = [],
            Graphics = [new GraphicsDefinition()],
        };

        var read = Read(
            """
            {"name":"a","machine":{},"boot":{},"cpu":{},"memory":{"size":"7M"},"serials":[],"graphics":[{}],
             "disks":[{"source":{"type":"file","path":"/d"}}],"nics":[{}]}
            """);

        Assert.Equivalent(inCode, read, strict: true);
        Assert.IsType<UserNicSource>(read.Nics[0].Source);
        Assert.Equal(1, read.Cpu.Count);
    }

    [Fact]
    public void What_is_written_is_read_back_the_same()
    {
        var all = new VmDefinition { Name = "a", Panics = [], OnReboot = LifecycleAction.Destroy, Serials = [], Nics = [new NicDefinition()] };

        var json = JsonSerializer.Serialize(all, ModelJson.Default.VmDefinition);

        Assert.Equivalent(all, Read(json), strict: true);
    }

    private static VmDefinition Read(string json) => JsonSerializer.Deserialize(json, ModelJson.Default.VmDefinition)!;
}
