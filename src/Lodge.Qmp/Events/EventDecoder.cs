using System.Buffers;
using System.Text;
using System.Text.Json;
using Lodge.Qmp.Wire;

namespace Lodge.Qmp.Events;

/// <summary>Makes an event of a message. What cannot be understood is handed on as it came, never dropped.</summary>
internal static class EventDecoder
{
    private static readonly ReadOnlySequence<byte> NoData = new("{}"u8.ToArray());

    public static QmpEvent Decode(in Message message)
    {
        var name = message.EventName ?? "";
        var decoded = TryDecode(name, message.Body) ?? new UnknownEvent(name, Raw(message.Body));
        var text = new EventText(name, message.Body.IsEmpty ? null : Encoding.UTF8.GetString(message.Body));
        return decoded with { Timestamp = message.Timestamp, Text = text };
    }

    private static QmpEvent? TryDecode(string name, in ReadOnlySequence<byte> data)
    {
        if (!EventTable.Types.TryGetValue(name, out var info))
        {
            return null;
        }

        try
        {
            var reader = new Utf8JsonReader(data.IsEmpty ? NoData : data, MessageParser.ReaderOptions);
            return JsonSerializer.Deserialize(ref reader, info) as QmpEvent;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static JsonElement Raw(in ReadOnlySequence<byte> data)
    {
        if (data.IsEmpty)
        {
            return default;
        }

        var reader = new Utf8JsonReader(data, MessageParser.ReaderOptions);
        return JsonElement.ParseValue(ref reader);
    }
}
