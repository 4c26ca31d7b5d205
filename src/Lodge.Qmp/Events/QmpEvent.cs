using System.Text.Json;
using System.Text.Json.Serialization;

namespace Lodge.Qmp.Events;

/// <summary>Something that QEMU reports of its own accord. Each kind is a small type of its own.</summary>
public abstract record QmpEvent
{
    /// <summary>When it happened by the host's clock; 1970 if QEMU could not tell the time.</summary>
    [JsonIgnore]
    public DateTimeOffset Timestamp { get; init; }

    /// <summary>The event as it came, for those who read QEMU's own words; null for one that did not come over the wire.</summary>
    [JsonIgnore]
    public EventText? Text { get; init; }

    /// <summary>Whether both tell the same; the words in which it came do not count.</summary>
    public virtual bool Equals(QmpEvent? other) =>
        other is not null && EqualityContract == other.EqualityContract && Timestamp == other.Timestamp;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(EqualityContract, Timestamp);
}

/// <summary>An event in QEMU's own words.</summary>
/// <param name="Name">The name on the wire, such as <c>RESUME</c>.</param>
/// <param name="Data">The content, a JSON object; null when there is none.</param>
public sealed record EventText(string Name, string? Data);

/// <summary>
/// An event that this version of Lodge does not know, or whose content has another form than it knows.
/// </summary>
/// <param name="Name">The name on the wire, such as <c>VFU_CLIENT_HANGUP</c>.</param>
/// <param name="Data">The content as it came; undefined if the event has none.</param>
public sealed record UnknownEvent(string Name, JsonElement Data) : QmpEvent;
