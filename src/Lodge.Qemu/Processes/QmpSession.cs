using System.Net.Sockets;
using Lodge.Linux.Processes;
using Lodge.Model.Errors;
using Lodge.Qmp;
using Lodge.Qmp.Events;
using Microsoft.Extensions.Logging;

namespace Lodge.Qemu.Processes;

/// <summary>
/// The way to one QEMU's monitor for as long as its process lives. When the connection breaks while the process goes
/// on, it is made anew: after 0.1 s, then 1 s, then every 5 s. Meanwhile commands fail at once.
/// </summary>
internal sealed partial class QmpSession : IAsyncDisposable
{
    private static readonly TimeSpan[] RetryPauses = [TimeSpan.FromSeconds(0.1), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5)];
    private static readonly TimeSpan GreetingDeadline = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan ExitGrace = TimeSpan.FromMilliseconds(200);

    private readonly string _vm;
    private readonly string _path;
    private readonly ProcessHandle _process;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stop = new();
    private volatile QmpClient _client;

    /// <summary>Takes over a connection.</summary>
    /// <param name="vm">The VM's name, for errors.</param>
    /// <param name="path">The monitor's socket.</param>
    /// <param name="client">The open connection.</param>
    /// <param name="process">The QEMU behind it.</param>
    /// <param name="logger">Notes breaks.</param>
    public QmpSession(string vm, string path, QmpClient client, ProcessHandle process, ILogger logger)
    {
        (_vm, _path, _client, _process, _logger) = (vm, path, client, process, logger);
    }

    /// <summary>Version of the QEMU at the other end.</summary>
    public QmpVersion Version => _client.Version;

    /// <summary>Sends a command.</summary>
    /// <param name="command">The command.</param>
    /// <param name="deadline">How long to wait; null for the client's default.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="LodgeException">QEMU refused, did not answer in time, or is gone.</exception>
    public async Task<TReply> ExecuteAsync<TReply>(QmpCommand<TReply> command, TimeSpan? deadline, CancellationToken cancellationToken)
    {
        try
        {
            return await _client.ExecuteAsync(command, deadline, cancellationToken);
        }
        catch (QmpBrokenException) when (_process.Exited.IsCompleted)
        {
            throw new LodgeException(
                ErrorCode.HypervisorFailed,
                $"The QEMU of VM '{_vm}' ended while '{command.Name}' was under way.",
                "Its last words are in 'lodge info' and 'lodge log --qemu'.");
        }
        catch (QmpException failure)
        {
            throw QmpTrouble.Of(failure, _vm);
        }
    }

    /// <summary>Sends a command with the default deadline.</summary>
    /// <exception cref="LodgeException">QEMU refused, did not answer in time, or is gone.</exception>
    public Task<TReply> ExecuteAsync<TReply>(QmpCommand<TReply> command, CancellationToken cancellationToken) =>
        ExecuteAsync(command, null, cancellationToken);

    /// <summary>Hands on every event until the process is gone, or the session is disposed.</summary>
    /// <param name="onEvent">Takes an event; in order, one at a time.</param>
    /// <param name="onBreak">Called with the reason when the connection broke though the process lives.</param>
    /// <param name="onReconnect">Called after each new connection: events may have been missed.</param>
    public async Task PumpAsync(Action<QmpEvent> onEvent, Action<string> onBreak, Func<CancellationToken, Task> onReconnect)
    {
        _ = StopAfterExitAsync();
        try
        {
            while (!_stop.IsCancellationRequested)
            {
                await foreach (var happened in _client.Events.ReadAllAsync(_stop.Token))
                {
                    onEvent(happened);
                }

                if (await HasExitedAsync() || !await ReconnectAsync(onBreak))
                {
                    return;
                }

                await onReconnect(_stop.Token);
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            return; // Let go of, or long enough after the end of the process: that is no trouble.
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _client.DisposeAsync();
    }

    // What a process still said comes within a moment of its end. Should its socket stay open, nothing more will come.
    private async Task StopAfterExitAsync()
    {
        await Task.WhenAny(_process.Exited);
        await Task.Delay(ExitGrace);
        await _stop.CancelAsync();
    }

    // The end of a process closes its sockets a moment before its pidfd tells.
    private async Task<bool> HasExitedAsync() =>
        await Task.WhenAny(_process.Exited, Task.Delay(ExitGrace, _stop.Token)) == _process.Exited || _process.Exited.IsCompleted;

    private async Task<bool> ReconnectAsync(Action<string> onBreak)
    {
        var reason = await _client.Completion;
        ConnectionBroke(_vm, reason.Detail);
        if (!_stop.IsCancellationRequested)
        {
            onBreak(reason.Detail);
        }

        for (var attempt = 0; !_process.Exited.IsCompleted; attempt++)
        {
            var pause = RetryPauses[Math.Min(attempt, RetryPauses.Length - 1)];
            await Task.WhenAny(_process.Exited, Task.Delay(pause, _stop.Token));
            if (await TryConnectAsync() is { } client)
            {
                if (_stop.IsCancellationRequested)
                {
                    await client.DisposeAsync();
                    return false;
                }

                var broken = _client;
                _client = client;
                await broken.DisposeAsync();
                Reconnected(_vm, attempt + 1);
                return true;
            }
        }

        return false;
    }

    private async Task<QmpClient?> TryConnectAsync()
    {
        try
        {
            return await QmpTransport.ConnectAsync(_path, GreetingDeadline, _stop.Token);
        }
        catch (Exception failure) when (failure is QmpException or SocketException or IOException)
        {
            ReconnectFailed(_vm, failure.Message);
            return null;
        }
    }

    [LoggerMessage(4201, LogLevel.Warning, "The connection to the QEMU of VM {Vm} broke though the process lives: {Reason}")]
    private partial void ConnectionBroke(string vm, string reason);

    [LoggerMessage(4202, LogLevel.Information, "Connected to the QEMU of VM {Vm} again, at attempt {Attempt}")]
    private partial void Reconnected(string vm, int attempt);

    [LoggerMessage(4203, LogLevel.Warning, "No new connection to the QEMU of VM {Vm} yet: {Problem}")]
    private partial void ReconnectFailed(string vm, string problem);
}
