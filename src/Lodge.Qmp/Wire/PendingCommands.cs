namespace Lodge.Qmp.Wire;

/// <summary>The commands that wait for an answer, by id; and, once the connection is over, why.</summary>
internal sealed class PendingCommands
{
    private readonly Lock _lock = new();
    private readonly Dictionary<long, PendingCommand> _waiting = [];
    private QmpBreak? _over;
    private long _lastId;

    public long NextId() => Interlocked.Increment(ref _lastId);

    public void Add(PendingCommand command)
    {
        lock (_lock)
        {
            if (_over is { } reason)
            {
                throw new QmpBrokenException(command.Name, reason);
            }

            _waiting.Add(command.Id, command);
        }
    }

    /// <summary>Takes a command out: its answer is here, or it will never be sent.</summary>
    public PendingCommand? Take(long id)
    {
        lock (_lock)
        {
            return _waiting.Remove(id, out var command) ? command : null;
        }
    }

    public void FailAll(QmpBreak reason)
    {
        PendingCommand[] waiting;
        lock (_lock)
        {
            _over ??= reason;
            waiting = [.. _waiting.Values];
            _waiting.Clear();
        }

        foreach (var command in waiting)
        {
            command.Fail(new QmpBrokenException(command.Name, reason));
        }
    }
}
