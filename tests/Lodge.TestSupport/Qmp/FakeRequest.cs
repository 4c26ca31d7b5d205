using System.Text.Json.Nodes;

namespace Lodge.TestSupport.Qmp;

/// <summary>A command as the fake QEMU received it.</summary>
public sealed record FakeRequest(string Command, JsonObject Arguments, JsonNode? Id);
