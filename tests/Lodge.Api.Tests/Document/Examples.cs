using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Lodge.Api.Contracts;
using Lodge.Api.Errors;
using Lodge.Model.Errors;
using Lodge.Model.Host;
using Lodge.Model.Primitives;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Compute;
using Lodge.Model.Vms.Devices;
using Lodge.Model.Vms.Platform;

namespace Lodge.Api.Tests.Document;

/// <summary>Examples and defaults for the document. They are made of the types themselves, so they cannot be wrong.</summary>
internal static class Examples
{
    private static readonly VmDefinition Definition = new()
    {
        Name = "web",
        Title = "Web server",
        Cpu = new CpuDefinition { Count = 2 },
        Memory = new MemoryDefinition { Size = ByteSize.FromGiB(1) },
        Disks = [new DiskDefinition { Source = new FileDiskSource { Path = "/srv/vms/web.qcow2" }, Format = DiskFormat.Qcow2 }],
        Nics = [new NicDefinition()],
    };

    private static readonly CpuSpec Cpu = new() { Model = "EPYC-Rome", Features = [new("svm", CpuFeaturePolicy.Disable)] };

    private static readonly Dictionary<Type, JsonNode?> Defaults = new()
    {
        [typeof(VmDefinition)] = Write(new VmDefinition { Name = "" }, ReadableJson.Compact.VmDefinition, without: "name"),
        [typeof(MachineDefinition)] = Write(new MachineDefinition(), ReadableJson.Compact.MachineDefinition),
        [typeof(BootDefinition)] = Write(new BootDefinition(), ReadableJson.Compact.BootDefinition),
        [typeof(CpuDefinition)] = Write(new CpuDefinition(), ReadableJson.Compact.CpuDefinition),
        [typeof(NicDefinition)] = Write(new NicDefinition(), ReadableJson.Compact.NicDefinition),
        [typeof(GraphicsDefinition)] = Write(new GraphicsDefinition(), ReadableJson.Compact.GraphicsDefinition),
        [typeof(StartVm)] = Write(new StartVm(), ReadableJson.Compact.StartVm),
        [typeof(ShutDownVm)] = Write(new ShutDownVm(), ReadableJson.Compact.ShutDownVm),
        [typeof(SendKeys)] = Write(new SendKeys([]), ReadableJson.Compact.SendKeys, without: "keys"),
        [typeof(FreezeGuest)] = Write(new FreezeGuest(), ReadableJson.Compact.FreezeGuest),
        [typeof(RebootVm)] = Write(new RebootVm(), ReadableJson.Compact.RebootVm),
    };

    /// <summary>An example of a type; null for most.</summary>
    public static JsonNode? Of(Type type) => type.Name switch
    {
        nameof(VmDefinition) => Write(Definition, ReadableJson.Compact.VmDefinition),
        nameof(CreateVm) => Write(new CreateVm { Definition = Definition, Start = true }, ReadableJson.Compact.CreateVm),
        nameof(ShutDownVm) => Write(new ShutDownVm { TimeoutSeconds = 30, Escalation = ShutDownEscalation.Kill }, ReadableJson.Compact.ShutDownVm),
        nameof(SaveVm) => Write(new SaveVm { Path = "/srv/vms/web.save" }, ReadableJson.Compact.SaveVm),
        nameof(SendKeys) => Write(new SendKeys(["ctrl-alt-del"]), ReadableJson.Compact.SendKeys),
        nameof(DumpVm) => Write(new DumpVm { Path = "/srv/vms/web.core" }, ReadableJson.Compact.DumpVm),
        nameof(ExecuteInGuest) => Write(
            new ExecuteInGuest { Command = new() { Program = "ls", Arguments = ["-l", "/"] }, TimeoutSeconds = 10 }, ReadableJson.Compact.ExecuteInGuest),
        nameof(RestoreVm) => Write(new RestoreVm { Path = "/srv/vms/web.save" }, ReadableJson.Compact.RestoreVm),
        nameof(RenameVm) => Write(new RenameVm { Name = "web-2" }, ReadableJson.Compact.RenameVm),
        nameof(CpuSpec) => Write(Cpu, ReadableJson.Compact.CpuSpec),
        nameof(CpuBaselineRequest) => Write(
            new CpuBaselineRequest { Cpus = [Cpu, new CpuSpec { Model = "host" }] }, ReadableJson.Compact.CpuBaselineRequest),
        nameof(BuildImage) => Write(new BuildImage { Name = "tiny" }, ReadableJson.Compact.BuildImage),
        nameof(HugePageRequest) => Write(new HugePageRequest { PageSize = ByteSize.FromMiB(2), Count = 512 }, ReadableJson.Compact.HugePageRequest),
        nameof(Problem) => Write(
            ProblemMapper.ToProblem(new LodgeError(ErrorCode.VmNotFound, "There is no VM 'wbe'.", "Did you mean 'web'?")),
            ReadableJson.Compact.Problem),
        _ => null,
    };

    /// <summary>What a field is when a request leaves it out; null for objects, lists, and what has no default.</summary>
    public static JsonNode? Default(Type type, string field) => Defaults.GetValueOrDefault(type)?[field] is JsonValue value ? value.DeepClone() : null;

    private static JsonNode Write<T>(T value, JsonTypeInfo<T> type, string? without = null)
    {
        var json = JsonSerializer.SerializeToNode(value, type)!.AsObject();
        json.Remove("id");
        json.Remove(without ?? "id");
        (json["definition"] as JsonObject)?.Remove("id");
        return json;
    }
}
