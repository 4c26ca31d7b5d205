using System.Buffers;
using System.Text.Json;

namespace Lodge.Qmp.Wire;

/// <summary>
/// Reads a message's outer object in one pass, in whatever order its members come, without copying its content.
/// </summary>
internal ref struct MessageParser
{
    /// <summary>QEMU nests at most 1,024 levels deep (its own parser's limit).</summary>
    public static readonly JsonReaderOptions ReaderOptions = new() { MaxDepth = 1024 };

    private readonly ReadOnlySequence<byte> _line;
    private Utf8JsonReader _reader;
    private MessageKind? _kind;
    private long? _id;
    private ReadOnlySequence<byte> _body;
    private string? _eventName;
    private DateTimeOffset _timestamp;

    private MessageParser(in ReadOnlySequence<byte> line)
    {
        _line = line;
        _reader = new Utf8JsonReader(line, ReaderOptions);
    }

    /// <summary>Parses one line.</summary>
    /// <exception cref="JsonException">It is no JSON, or no QMP message.</exception>
    public static Message Parse(in ReadOnlySequence<byte> line)
    {
        var parser = new MessageParser(line);
        return parser.Parse();
    }

    private Message Parse()
    {
        if (!_reader.Read() || _reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException("it is not an object");
        }

        while (_reader.Read() && _reader.TokenType == JsonTokenType.PropertyName)
        {
            ReadMember();
        }

        // Refuses anything that follows the object.
        _reader.Read();
        return new Message(
            _kind ?? throw new JsonException("it is neither greeting, reply nor event"),
            _id,
            _body,
            _eventName,
            _timestamp);
    }

    private void ReadMember()
    {
        if (_reader.ValueTextEquals("return"u8))
        {
            TakeBody(MessageKind.Return);
        }
        else if (_reader.ValueTextEquals("id"u8))
        {
            _reader.Read();
            _id = _reader.TokenType == JsonTokenType.Number && _reader.TryGetInt64(out var id) ? id : null;
            _reader.Skip();
        }
        else if (_reader.ValueTextEquals("event"u8))
        {
            _reader.Read();
            SetKind(MessageKind.Event);
            _eventName = _reader.TokenType == JsonTokenType.String
                ? _reader.GetString()
                : throw new JsonException("the event's name is not a string");
        }
        else if (_reader.ValueTextEquals("data"u8))
        {
            TakeBody(null);
        }
        else if (_reader.ValueTextEquals("timestamp"u8))
        {
            _reader.Read();
            _timestamp = TimestampReader.Read(ref _reader);
        }
        else if (_reader.ValueTextEquals("error"u8))
        {
            TakeBody(MessageKind.Error);
        }
        else if (_reader.ValueTextEquals("QMP"u8))
        {
            TakeBody(MessageKind.Greeting);
        }
        else
        {
            _reader.Read();
            _reader.Skip();
        }
    }

    private void TakeBody(MessageKind? kind)
    {
        _reader.Read();
        var start = _reader.TokenStartIndex;
        _reader.Skip();
        if (kind is { } known)
        {
            SetKind(known);
        }

        _body = _line.Slice(start, _reader.BytesConsumed - start);
    }

    private void SetKind(MessageKind kind) =>
        _kind = _kind is null ? kind : throw new JsonException($"it is both {_kind} and {kind}");
}
