using System.Text.Json.Serialization;
using Lodge.Model.Checkpoints;
using Lodge.Model.Events;
using Lodge.Model.Firewall;
using Lodge.Model.Firewall.Filters;
using Lodge.Model.Host;
using Lodge.Model.Jobs;
using Lodge.Model.Networks;
using Lodge.Model.Secrets;
using Lodge.Model.Snapshots;
using Lodge.Model.Storage;
using Lodge.Model.Vms;

namespace Lodge.Model.Json;

/// <summary>
/// JSON for the model: camelCase, unknown fields refused, absent rather than null. The same text is stored in the
/// database and spoken by the REST API.
/// </summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    AllowOutOfOrderMetadataProperties = true,
    RespectNullableAnnotations = true,
    MaxDepth = 32)]
[JsonSerializable(typeof(VmDefinition))]
[JsonSerializable(typeof(VmRuntime))]
[JsonSerializable(typeof(Job))]
[JsonSerializable(typeof(LodgeEvent))]
[JsonSerializable(typeof(HostReport))]
[JsonSerializable(typeof(QemuFacts))]
[JsonSerializable(typeof(SecretDefinition))]
[JsonSerializable(typeof(PoolDefinition))]
[JsonSerializable(typeof(Pool))]
[JsonSerializable(typeof(Volume))]
[JsonSerializable(typeof(VolumeRequest))]
[JsonSerializable(typeof(VolumeRecord))]
[JsonSerializable(typeof(NetworkDefinition))]
[JsonSerializable(typeof(NetworkRuntime))]
[JsonSerializable(typeof(NicPlug))]
[JsonSerializable(typeof(VmSnapshots))]
[JsonSerializable(typeof(VmCheckpoints))]
[JsonSerializable(typeof(SecurityGroup))]
[JsonSerializable(typeof(NetworkFilter))]
public sealed partial class ModelJson : JsonSerializerContext;
