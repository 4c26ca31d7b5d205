using System.Text.Json;
using System.Text.Json.Serialization;

namespace Lodge.Qmp.Events;

/// <summary>Something that QEMU reports of its own accord. Each kind is a small type of its own.</summary>
public abstract record QmpEvent
{
    /// <summary>When it happened by the host's clock; 1970 if QEMU could not tell the time.</summary>
    [JsonIgnore]
    public DateTimeOffset Timestamp { get; init; }
}

/// <summary>
/// An event that this version of Lodge does not know, or whose content has another form than it knows.
/// </summary>
/// <param name="Name">The name on the wire, such as <c>VFU_CLIENT_HANGUP</c>.</param>
/// <param name="Data">The content as it came; undefined if the event has none.</param>
public sealed record UnknownEvent(string Name, JsonElement Data) : QmpEvent;
