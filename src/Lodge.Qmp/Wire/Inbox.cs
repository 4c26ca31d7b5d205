using System.Buffers;
using System.Text.Json;
using System.Threading.Channels;
using Lodge.Qmp.Events;

namespace Lodge.Qmp.Wire;

/// <summary>Where messages go: the greeting to who connects, replies to their callers, events to a channel.</summary>
internal sealed class Inbox(PendingCommands pending)
{
    private readonly TaskCompletionSource<QmpVersion> _greeting =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    private readonly Channel<QmpEvent> _events = Channel.CreateUnbounded<QmpEvent>(
        new UnboundedChannelOptions { SingleWriter = true });

    /// <summary>The version that the greeting stated.</summary>
    public Task<QmpVersion> Greeting => _greeting.Task;

    public ChannelReader<QmpEvent> Events => _events.Reader;

    /// <summary>Reads lines until the stream ends; says why it ended.</summary>
    public async Task<QmpBreak> RunAsync(LineReader lines, CancellationToken cancellationToken)
    {
        while (await lines.ReadAsync(cancellationToken) is { } line)
        {
            Deliver(line);
        }

        return Greeting.IsCompleted
            ? new QmpBreak(QmpBreakKind.EndOfStream, "QEMU closed the connection")
            : new QmpBreak(QmpBreakKind.NoGreeting, "the peer closed the connection before it greeted");
    }

    public void Close(QmpBreak reason)
    {
        _greeting.TrySetException(new QmpBrokenException(NegotiateCommand.GreetingName, reason));
        _ = _greeting.Task.Exception;
        _events.Writer.TryComplete();
    }

    private void Deliver(in ReadOnlySequence<byte> line)
    {
        var message = Parse(line);
        if (message.Kind == MessageKind.Greeting)
        {
            Greet(message);
        }
        else if (!Greeting.IsCompleted)
        {
            throw OutOfStep(QmpBreakKind.NoGreeting, "the peer's first message is no QMP greeting");
        }
        else if (message.Kind == MessageKind.Event)
        {
            _events.Writer.TryWrite(EventDecoder.Decode(message));
        }
        else
        {
            Answer(message);
        }
    }

    private Message Parse(in ReadOnlySequence<byte> line)
    {
        try
        {
            return MessageParser.Parse(line);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw Greeting.IsCompleted
                ? OutOfStep(QmpBreakKind.Malformed, $"a message is no QMP: {e.Message}", e)
                : OutOfStep(QmpBreakKind.NoGreeting, $"the peer does not speak QMP: {e.Message}", e);
        }
    }

    private void Greet(in Message message)
    {
        QmpVersion version;
        try
        {
            version = BodyDecoder.Decode(message.Body, ProtocolJson.Default.GreetingBody).Version;
        }
        catch (JsonException e)
        {
            throw OutOfStep(QmpBreakKind.NoGreeting, $"the greeting is not understood: {e.Message}", e);
        }

        if (!_greeting.TrySetResult(version))
        {
            throw OutOfStep(QmpBreakKind.Malformed, "QEMU greeted a second time");
        }
    }

    private void Answer(in Message message)
    {
        // Before the command is taken: what breaks the connection must find it still waiting, and fail it.
        var error = message.Kind == MessageKind.Error ? DecodeError(message) : null;
        var command = message.Id is { } id ? pending.Take(id) : null;
        if (command is null)
        {
            throw OutOfStep(QmpBreakKind.UnexpectedReply, Unexpected(message.Id, error));
        }

        if (error is null)
        {
            command.Complete(message.Body);
        }
        else
        {
            command.Fail(new QmpErrorException(command.Name, error.Class, error.Desc));
        }
    }

    private static string Unexpected(long? id, ErrorBody? error)
    {
        var whose = id is null ? "without an id of ours" : $"with id {id}";
        return error is null
            ? $"QEMU sent a reply {whose}, which no command waits for"
            : $"QEMU sent an error {whose}, which no command waits for: {error.Desc}";
    }

    private static ErrorBody DecodeError(in Message message)
    {
        try
        {
            return BodyDecoder.Decode(message.Body, ProtocolJson.Default.ErrorBody);
        }
        catch (JsonException e)
        {
            throw OutOfStep(QmpBreakKind.Malformed, $"an error reply is not understood: {e.Message}", e);
        }
    }

    private static OutOfStepException OutOfStep(QmpBreakKind kind, string detail, Exception? cause = null) =>
        new(new QmpBreak(kind, detail.TrimEnd('.'), cause));
}
