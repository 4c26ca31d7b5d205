using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json.Serialization.Metadata;

namespace Lodge.Qmp.Wire;

/// <summary>A command between its caller's request and QEMU's answer.</summary>
internal abstract class PendingCommand(long id, QmpCommand command)
{
    private const int Queued = 0;
    private const int Sent = 1;
    private const int Withdrawn = 2;
    private int _state = Queued;

    public long Id { get; } = id;

    public string Name { get; } = command.Name;

    public SafeHandle? Descriptor { get; } = command.Descriptor;

    /// <summary>The encoded command; the writer releases it.</summary>
    public required RentedBuffer Line { get; init; }

    /// <summary>The writer's claim: false if the caller gave up before.</summary>
    public bool TryBeginSending() => Interlocked.CompareExchange(ref _state, Sent, Queued) == Queued;

    /// <summary>
    /// The caller gives up: true if the command will not be sent any more. If it was sent, it stays in the table, so
    /// that its late answer is known and dropped.
    /// </summary>
    public bool TryWithdraw() => Interlocked.CompareExchange(ref _state, Withdrawn, Queued) == Queued;

    public abstract void Complete(in ReadOnlySequence<byte> reply);

    public abstract void Fail(QmpException error);
}

/// <summary>A pending command with the task that its caller awaits.</summary>
internal sealed class PendingCommand<TReply>(long id, QmpCommand<TReply> command) : PendingCommand(id, command)
{
    private readonly JsonTypeInfo<TReply> _replyInfo = command.ReplyInfo;
    private readonly TaskCompletionSource<TReply> _source = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<TReply> Reply => _source.Task;

    public override void Complete(in ReadOnlySequence<byte> reply)
    {
        try
        {
            _source.TrySetResult(BodyDecoder.Decode(reply, _replyInfo));
        }
        catch (Exception e)
        {
            // Whatever a reader of answers throws concerns this command alone, and its caller must hear of it.
            Fail(new QmpReplyException(Name, e));
        }
    }

    public override void Fail(QmpException error)
    {
        _source.TrySetException(error);

        // Nobody may be waiting any more; that is no fault.
        _ = _source.Task.Exception;
    }
}
