using System.Buffers;

namespace Lodge.Qmp.Wire;

/// <summary>What kind of message a line is; told by the member that only this kind has.</summary>
internal enum MessageKind
{
    Greeting,
    Return,
    Error,
    Event,
}

/// <summary>One message, its content still as it came: decoded only by whoever knows its form.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Id">The id of the command it answers; null if it has none, or one that is no number.</param>
/// <param name="Body">The JSON of <c>QMP</c>, <c>return</c>, <c>error</c> or <c>data</c>; empty if absent.</param>
/// <param name="EventName">The name of an event.</param>
/// <param name="Timestamp">The time of an event.</param>
internal readonly record struct Message(
    MessageKind Kind,
    long? Id,
    ReadOnlySequence<byte> Body,
    string? EventName,
    DateTimeOffset Timestamp);
