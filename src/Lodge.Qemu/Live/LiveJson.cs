using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Lodge.Qemu.Live;

/// <summary>JSON of arguments of monitor commands.</summary>
[JsonSerializable(typeof(JsonObject))]
[JsonSerializable(typeof(long))]
internal sealed partial class LiveJson : JsonSerializerContext;
