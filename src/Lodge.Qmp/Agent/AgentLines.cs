using System.Buffers;
using System.Text.Json;
using Lodge.Qmp.Wire;

namespace Lodge.Qmp.Agent;

/// <summary>Reads what an agent says, line by line.</summary>
internal sealed class AgentLines(Stream stream, int maxMessageBytes)
{
    private readonly LineReader _lines = new(stream, maxMessageBytes);

    /// <summary>The answer to the one command that waits, which is the next line with anything in it.</summary>
    public async Task<TReply> ReadAsync<TReply>(QmpCommand<TReply> command, CancellationToken cancellationToken)
    {
        while (true)
        {
            var line = await NextAsync(command, cancellationToken);
            if (!line.IsEmpty)
            {
                return Decode(command, line);
            }
        }
    }

    /// <summary>Skips everything up to the agent's answer to a certain sync, however much it still has to say before.</summary>
    public async Task SkipToAsync(SyncCommand sync, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (IsAnswer(await NextAsync(sync, cancellationToken), sync.Id))
            {
                return;
            }
        }
    }

    public ValueTask CompleteAsync() => _lines.CompleteAsync();

    private async Task<ReadOnlySequence<byte>> NextAsync(QmpCommand command, CancellationToken cancellationToken)
    {
        try
        {
            return await _lines.ReadAsync(cancellationToken)
                ?? throw new AgentBrokenException(command.Name, "QEMU closed it");
        }
        catch (OutOfStepException broken)
        {
            throw new AgentBrokenException(command.Name, broken.Reason.Detail, broken);
        }
        catch (IOException broken)
        {
            throw new AgentBrokenException(command.Name, broken.Message, broken);
        }
    }

    // What an agent still had to say, to whoever asked before, may be anything: also half a line before the delimiter.
    private static bool IsAnswer(ReadOnlySequence<byte> line, long id)
    {
        var bytes = line.ToArray().AsSpan();
        var delimiter = bytes.LastIndexOf(AgentEncoder.Delimiter);
        if (delimiter < 0)
        {
            return false;
        }

        try
        {
            using var answer = JsonDocument.Parse(bytes[(delimiter + 1)..].ToArray());
            return answer.RootElement.ValueKind == JsonValueKind.Object
                && answer.RootElement.TryGetProperty("return"u8, out var value)
                && value.ValueKind == JsonValueKind.Number
                && value.TryGetInt64(out var number)
                && number == id;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static TReply Decode<TReply>(QmpCommand<TReply> command, in ReadOnlySequence<byte> line)
    {
        Message message;
        try
        {
            message = MessageParser.Parse(line);
            if (message.Kind == MessageKind.Return)
            {
                return BodyDecoder.Decode(message.Body, command.ReplyInfo);
            }
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            throw new AgentReplyException(command.Name, failure);
        }

        throw message.Kind == MessageKind.Error
            ? ErrorOf(command.Name, message)
            : new AgentReplyException(command.Name, new JsonException("It is neither an answer nor an error."));
    }

    private static AgentException ErrorOf(string command, in Message message)
    {
        try
        {
            var error = BodyDecoder.Decode(message.Body, ProtocolJson.Default.ErrorBody);
            return new AgentErrorException(command, error.Class, error.Desc);
        }
        catch (JsonException failure)
        {
            return new AgentReplyException(command, failure);
        }
    }
}
