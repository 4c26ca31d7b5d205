using System.Text.Json;
using Lodge.Model.Errors;
using Lodge.Model.Json;
using Lodge.Model.Primitives;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Compute;
using Lodge.Model.Vms.Devices;
using Lodge.Model.Vms.Platform;
using Lodge.TestSupport;

namespace Lodge.Model.Tests.Json;

public sealed class ModelJsonTests
{
    [Fact]
    public void Full_definition_is_written_as_the_golden_file_and_read_back_the_same()
    {
        var definition = new VmDefinition
        {
            Id = Guid.Parse("01a205cb-9f01-7f1a-93da-57aad93f0551"),
            Name = "web1",
            Title = "Shop",
            Accel = Accelerator.Tcg,
            Machine = new MachineDefinition { Type = MachineType.Pc, Version = "7.2" },
            Boot = new BootDefinition { Firmware = FirmwareType.Uefi, Kernel = "/k", Initrd = "/i", CommandLine = "quiet" },
            Cpu = new CpuDefinition { Count = 2, Model = "EPYC" },
            Memory = new MemoryDefinition { Size = ByteSize.FromGiB(2) },
            Disks = [new DiskDefinition { Name = "vda", Source = new FileDiskSource { Path = "/d" }, Format = DiskFormat.Qcow2, ReadOnly = true }],
            Nics = [new NicDefinition { Mac = "52:54:00:00:00:01" }],
            Graphics = [new GraphicsDefinition()],
            OnCrash = LifecycleAction.Preserve,
            Autostart = true,
        };
        var json = JsonSerializer.Serialize(definition, ModelJson.Default.VmDefinition);
        Golden.Compare("VmDefinition.json", JsonSerializer.Serialize(JsonDocument.Parse(json), Indented) + "\n");
        var again = JsonSerializer.Deserialize(json, ModelJson.Default.VmDefinition)!;
        Assert.Equal(json, JsonSerializer.Serialize(again, ModelJson.Default.VmDefinition));
    }

    [Theory]
    [InlineData("""{"name":"a","memroy":{}}""")]
    [InlineData("""{"name":"a","cpu":{"count":"two"}}""")]
    [InlineData("""{"name":"a","machine":{"type":1}}""")]
    [InlineData("""{"name":"a","disks":[{"source":{"type":"nfs","path":"/d"}}]}""")]
    [InlineData("""{"name":null}""")]
    [InlineData("""{}""")]
    public void Wrong_definition_is_refused(string json) =>
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize(json, ModelJson.Default.VmDefinition));

    // The text of an error code is part of the API.
    [Fact]
    public void Error_codes_keep_their_names_and_numbers() =>
        Golden.Compare("ErrorCode.txt", string.Concat(Enum.GetValues<ErrorCode>().Select(code => $"{(int)code} {JsonNamingPolicy.KebabCaseLower.ConvertName(code.ToString())}\n")));

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };
}
