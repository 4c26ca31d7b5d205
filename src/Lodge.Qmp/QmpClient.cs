using System.Net.Sockets;
using System.Threading.Channels;
using Lodge.Qmp.Events;
using Lodge.Qmp.Wire;

namespace Lodge.Qmp;

/// <summary>
/// One connection to a QEMU monitor (QMP, docs/interop/qmp-spec in QEMU's tree). Commands are pipelined: any number
/// may be under way, each with a deadline of its own, and a slow one delays no caller but its own, unless QEMU itself
/// is busy with it. All members may be called from any thread.
/// </summary>
/// <remarks>
/// Whatever goes wrong with the connection itself has one exit: the first cause is kept in <see cref="Completion"/>,
/// every waiting command fails with it, and <see cref="Events"/> ends after the last event that came in.
/// </remarks>
public sealed class QmpClient : IAsyncDisposable
{
    // After a failed write, how long what QEMU said last may still take to be read.
    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(1);

    private readonly QmpConnection _connection;
    private readonly QmpClientOptions _options;
    private readonly PendingCommands _pending = new();
    private readonly CommandWriter _writer;
    private readonly Inbox _inbox;
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource<QmpBreak> _completion =
        new(TaskCreationOptions.RunContinuationsAsynchronously);


    private readonly Task _reading;
    private readonly Task _writing;

    private QmpClient(QmpConnection connection, QmpClientOptions options)
    {
        _connection = connection;
        _options = options;
        _writer = new CommandWriter(connection, _pending);
        _inbox = new Inbox(_pending);
        _reading = ReadAsync();
        _writing = WriteAsync();
    }

    /// <summary>What QEMU said it is.</summary>
    public QmpVersion Version => _inbox.Greeting.Result;

    /// <summary>
    /// QEMU's events in the order in which they came in. They wait here, without limit, for one reader; the channel
    /// completes when the connection is over.
    /// </summary>
    public ChannelReader<QmpEvent> Events => _inbox.Events;

    /// <summary>Completes, never with an exception, when the connection is over, and says why.</summary>
    public Task<QmpBreak> Completion => _completion.Task;

    /// <summary>Reads the greeting and makes the monitor ready for commands.</summary>
    /// <param name="connection">An open connection; the client owns it from here, also when connecting fails.</param>
    /// <param name="options">Limits.</param>
    /// <param name="cancellationToken">Gives up and closes the connection.</param>
    /// <exception cref="QmpTimeoutException">No greeting, or no answer to the negotiation, in time.</exception>
    /// <exception cref="QmpBrokenException">The peer is no QEMU monitor, or went away.</exception>
    public static async Task<QmpClient> ConnectAsync(
        QmpConnection connection,
        QmpClientOptions options,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(connection);
        ArgumentNullException.ThrowIfNull(options);
        var client = new QmpClient(connection, options);
        try
        {
            await client.AwaitGreetingAsync(cancellationToken);
            await client.ExecuteAsync(new NegotiateCommand(), cancellationToken: cancellationToken);
            return client;
        }
        catch
        {
            await client.DisposeAsync();
            throw;
        }
    }

    /// <summary>Sends a command and waits for its answer.</summary>
    /// <typeparam name="TReply">The form of the answer.</typeparam>
    /// <param name="command">The command.</param>
    /// <param name="deadline">
    /// How long to wait; null for the default, <see cref="Timeout.InfiniteTimeSpan"/> for no limit.
    /// </param>
    /// <param name="cancellationToken">Stops waiting. A command that was already sent may still be carried out.</param>
    /// <exception cref="QmpErrorException">QEMU refused.</exception>
    /// <exception cref="QmpTimeoutException">The deadline passed.</exception>
    /// <exception cref="QmpBrokenException">The connection is over.</exception>
    /// <exception cref="QmpReplyException">The answer has an unexpected form.</exception>
    /// <exception cref="NotSupportedException">
    /// The command carries a descriptor and the connection cannot send one.
    /// </exception>
    public async Task<TReply> ExecuteAsync<TReply>(
        QmpCommand<TReply> command,
        TimeSpan? deadline = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(command);
        cancellationToken.ThrowIfCancellationRequested();
        var clock = _options.TimeProvider;
        var begun = clock.GetTimestamp();
        var pending = Enqueue(command);
        try
        {
            return await pending.Reply.WaitAsync(deadline ?? _options.DefaultDeadline, clock, cancellationToken);
        }
        catch (TimeoutException)
        {
            var elapsed = clock.GetElapsedTime(begun);
            throw pending.TryWithdraw()
                ? QmpTimeoutException.ForSending(command.Name, elapsed)
                : QmpTimeoutException.ForAnswer(command.Name, elapsed);
        }
        catch (OperationCanceledException)
        {
            pending.TryWithdraw();
            throw;
        }
    }

    /// <summary>Closes the connection; commands that still wait fail.</summary>
    public async ValueTask DisposeAsync()
    {
        Break(new QmpBreak(QmpBreakKind.Closed, "it was closed on this side"));
        await _reading;
        await _writing;
        _stop.Dispose();
    }

    private PendingCommand<TReply> Enqueue<TReply>(QmpCommand<TReply> command)
    {
        if (command.Descriptor is not null && _connection.SendWithDescriptor is null)
        {
            throw new NotSupportedException(
                $"'{command.Name}' hands QEMU an open file, and this connection cannot do that: use a unix socket.");
        }

        var id = _pending.NextId();
        var pending = new PendingCommand<TReply>(id, command) { Line = CommandEncoder.Encode(command, id) };
        _pending.Add(pending);

        // A closed queue means that the connection just ended: the command fails with the others in the table.
        _writer.TryEnqueue(pending);
        return pending;
    }

    private async Task AwaitGreetingAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _inbox.Greeting.WaitAsync(_options.GreetingDeadline, _options.TimeProvider, cancellationToken);
        }
        catch (TimeoutException)
        {
            throw QmpTimeoutException.ForGreeting(NegotiateCommand.GreetingName, _options.GreetingDeadline);
        }
    }

    private async Task ReadAsync()
    {
        await Task.Yield();
        var lines = new LineReader(_connection.Stream, _options.MaxMessageBytes);
        try
        {
            Break(await _inbox.RunAsync(lines, _stop.Token));
        }
        catch (OutOfStepException e)
        {
            Break(e.Reason);
        }
        catch (IOException e) when (IsReset(e))
        {
            // How the end looks when QEMU exits with a command unread.
            Break(new QmpBreak(QmpBreakKind.EndOfStream, "QEMU closed the connection", e));
        }
        catch (Exception e)
        {
            Break(new QmpBreak(QmpBreakKind.ReadFailed, $"reading from QEMU failed: {e.Message.TrimEnd('.')}", e));
        }
        finally
        {
            await lines.CompleteAsync();
        }
    }

    private static bool IsReset(IOException e) =>
        e.InnerException is SocketException { SocketErrorCode: SocketError.ConnectionReset };

    private async Task WriteAsync()
    {
        await Task.Yield();
        try
        {
            await _writer.RunAsync(_stop.Token);
        }
        catch (Exception e)
        {
            // QEMU is most likely gone, and may have said why: let the reader come to the end first.
            _writer.Close();
            await Task.WhenAny(_reading, Task.Delay(LastWords, _options.TimeProvider, _stop.Token));
            Break(new QmpBreak(QmpBreakKind.WriteFailed, $"writing to QEMU failed: {e.Message.TrimEnd('.')}", e));
        }
    }

    private void Break(QmpBreak reason)
    {
        if (!_completion.TrySetResult(reason))
        {
            return;
        }

        _writer.Close();
        _pending.FailAll(reason);
        _inbox.Close(reason);
        _stop.Cancel();
        _connection.Stream.Dispose();
    }
}
