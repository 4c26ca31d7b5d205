namespace Lodge.Qmp.Agent;

/// <summary>
/// One connection to QEMU's guest agent (QEMU, docs/interop/qemu-ga.rst and qga/qapi-schema.json), a program in the
/// guest at the other end of a virtio-serial port. It takes one command at a time; callers queue, each with a deadline
/// of its own. All members may be called from any thread.
/// </summary>
/// <remarks>
/// Nothing tells whether anybody is at the other end, and whoever was may still be answering somebody else. So before
/// the first command, and after each answer that was not waited for, the client skips what comes until the agent has
/// repeated a fresh random number.
/// </remarks>
public sealed class AgentClient : IAsyncDisposable
{
    private readonly Stream _stream;
    private readonly AgentOptions _options;
    private readonly AgentLines _lines;
    private readonly SemaphoreSlim _turn = new(1, 1);
    private bool _isInStep;
    private volatile bool _isBroken;

    /// <summary>Takes an open connection over.</summary>
    /// <param name="stream">The socket of the port, open in both directions; the client closes it.</param>
    /// <param name="options">Limits.</param>
    public AgentClient(Stream stream, AgentOptions options)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(options);
        (_stream, _options) = (stream, options);
        _lines = new AgentLines(stream, options.MaxMessageBytes);
    }

    /// <summary>Whether the connection is over; the next command needs another client.</summary>
    public bool IsBroken => _isBroken;

    /// <summary>Sends a command and waits for its answer.</summary>
    /// <typeparam name="TReply">The form of the answer.</typeparam>
    /// <param name="command">The command.</param>
    /// <param name="deadline">How long to wait, for its turn and for the answer together.</param>
    /// <param name="cancellationToken">Stops waiting. A command that was already sent may still be carried out.</param>
    /// <exception cref="AgentErrorException">The agent refused.</exception>
    /// <exception cref="AgentTimeoutException">The deadline passed.</exception>
    /// <exception cref="AgentBrokenException">The connection is over.</exception>
    /// <exception cref="AgentReplyException">The answer has an unexpected form.</exception>
    public async Task<TReply> ExecuteAsync<TReply>(QmpCommand<TReply> command, TimeSpan deadline, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(command);
        var begun = _options.TimeProvider.GetTimestamp();
        using var limit = new CancellationTokenSource(deadline, _options.TimeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        var silence = AgentSilence.Turn;
        try
        {
            await _turn.WaitAsync(either.Token);
            try
            {
                silence = AgentSilence.Sync;
                await GetInStepAsync(command, cancellationToken, either.Token);
                silence = AgentSilence.Answer;
                return await AskAsync(command, either.Token);
            }
            finally
            {
                _turn.Release();
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw TimedOut(command.Name, silence, _options.TimeProvider.GetElapsedTime(begun));
        }
    }

    /// <summary>Closes the connection; commands that still wait fail.</summary>
    public async ValueTask DisposeAsync()
    {
        _isBroken = true;
        await _stream.DisposeAsync();
    }

    private async Task GetInStepAsync(QmpCommand command, CancellationToken caller, CancellationToken cancellationToken)
    {
        if (_isInStep)
        {
            return;
        }

        using var limit = new CancellationTokenSource(_options.SyncDeadline, _options.TimeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        var sync = new SyncCommand(Random.Shared.NextInt64(1, 1L << 52));
        try
        {
            await WriteAsync(sync, delimited: true, either.Token);
            await _lines.SkipToAsync(sync, either.Token);
            _isInStep = true;
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !caller.IsCancellationRequested)
        {
            throw AgentTimeoutException.ForSync(command.Name, _options.SyncDeadline);
        }
        catch (AgentBrokenException)
        {
            _isBroken = true;
            throw;
        }
    }

    private async Task<TReply> AskAsync<TReply>(QmpCommand<TReply> command, CancellationToken cancellationToken)
    {
        _isInStep = false;
        try
        {
            await WriteAsync(command, delimited: false, cancellationToken);
            var reply = await _lines.ReadAsync(command, cancellationToken);
            _isInStep = true;
            return reply;
        }
        catch (AgentErrorException)
        {
            _isInStep = true;
            throw;
        }
        catch (AgentBrokenException)
        {
            _isBroken = true;
            throw;
        }
    }

    private async Task WriteAsync(QmpCommand command, bool delimited, CancellationToken cancellationToken)
    {
        var line = AgentEncoder.Encode(command, delimited);
        try
        {
            await _stream.WriteAsync(line.Written, cancellationToken);
            await _stream.FlushAsync(cancellationToken);
        }
        catch (Exception broken) when (broken is IOException or ObjectDisposedException)
        {
            throw new AgentBrokenException(command.Name, broken.Message, broken);
        }
        finally
        {
            line.Release();
        }
    }

    private static AgentTimeoutException TimedOut(string command, AgentSilence silence, TimeSpan elapsed) => silence switch
    {
        AgentSilence.Turn => AgentTimeoutException.ForTurn(command, elapsed),
        AgentSilence.Sync => AgentTimeoutException.ForSync(command, elapsed),
        _ => AgentTimeoutException.ForAnswer(command, elapsed),
    };
}
