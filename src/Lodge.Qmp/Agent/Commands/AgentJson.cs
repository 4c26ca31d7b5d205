using System.Text.Json.Serialization;
using Lodge.Qmp.Commands;

namespace Lodge.Qmp.Agent.Commands;

/// <summary>Readers of the agent's answers. A member that a type requires and the agent does not send is an error.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.KebabCaseLower,
    MaxDepth = 1024,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(EmptyReply))]
[JsonSerializable(typeof(long))]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(AgentInfo))]
[JsonSerializable(typeof(AgentOs))]
[JsonSerializable(typeof(AgentHostName))]
[JsonSerializable(typeof(AgentTimeZone))]
[JsonSerializable(typeof(IReadOnlyList<AgentUser>))]
[JsonSerializable(typeof(IReadOnlyList<AgentInterface>))]
[JsonSerializable(typeof(IReadOnlyList<AgentFileSystem>))]
[JsonSerializable(typeof(IReadOnlyList<AgentVcpu>))]
[JsonSerializable(typeof(IReadOnlyList<AgentBlockDevice>))]
[JsonSerializable(typeof(AgentAuthorizedKeys))]
[JsonSerializable(typeof(AgentTrim))]
[JsonSerializable(typeof(AgentProcess))]
[JsonSerializable(typeof(AgentProcessStatus))]
[JsonSerializable(typeof(AgentFileRead))]
[JsonSerializable(typeof(AgentFileWrite))]
[JsonSerializable(typeof(AgentFileSeek))]
internal sealed partial class AgentJson : JsonSerializerContext;
