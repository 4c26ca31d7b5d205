using System.Text.Json;
using System.Text.Json.Serialization;

namespace Lodge.Qmp.Commands;

/// <summary>
/// Readers of all answers. A member that a type requires and QEMU does not send is an error, not a silent zero.
/// </summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.KebabCaseLower,
    MaxDepth = 1024,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(EmptyReply))]
[JsonSerializable(typeof(QmpVersion))]
[JsonSerializable(typeof(StatusReply))]
[JsonSerializable(typeof(UuidReply))]
[JsonSerializable(typeof(NameReply))]
[JsonSerializable(typeof(KvmReply))]
[JsonSerializable(typeof(TargetReply))]
[JsonSerializable(typeof(MigrationInfo))]
[JsonSerializable(typeof(AddFdReply))]
[JsonSerializable(typeof(IReadOnlyList<Fdset>))]
[JsonSerializable(typeof(VncReply))]
[JsonSerializable(typeof(IReadOnlyList<ChardevInfo>))]
[JsonSerializable(typeof(IReadOnlyList<CpuInfo>))]
[JsonSerializable(typeof(IReadOnlyList<IothreadInfo>))]
[JsonSerializable(typeof(MemorySizeReply))]
[JsonSerializable(typeof(BalloonReply))]
[JsonSerializable(typeof(IReadOnlyList<QomType>))]
[JsonSerializable(typeof(IReadOnlyList<MachineInfo>))]
[JsonSerializable(typeof(IReadOnlyList<CommandInfo>))]
[JsonSerializable(typeof(IReadOnlyList<CommandLineOption>))]
[JsonSerializable(typeof(IReadOnlyList<CpuDefinition>))]
[JsonSerializable(typeof(CpuModelExpansion))]
[JsonSerializable(typeof(IReadOnlyList<BlockInfo>))]
[JsonSerializable(typeof(IReadOnlyList<BlockNode>))]
[JsonSerializable(typeof(IReadOnlyList<BlockStats>))]
[JsonSerializable(typeof(IReadOnlyList<JobInfo>))]
[JsonSerializable(typeof(IReadOnlyList<BlockJobInfo>))]
[JsonSerializable(typeof(DumpProgress))]
[JsonSerializable(typeof(DumpCapability))]
internal sealed partial class ReplyJson : JsonSerializerContext;
