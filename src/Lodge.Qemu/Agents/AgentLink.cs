using System.Net.Sockets;
using Lodge.Linux.Descriptors;
using Lodge.Model.Errors;
using Lodge.Qemu.Processes;
using Lodge.Qmp;
using Lodge.Qmp.Agent;
using Lodge.Qmp.Commands;
using Lodge.Qmp.Events;

namespace Lodge.Qemu.Agents;

/// <summary>
/// The way to one VM's guest agent, opened when it is first needed. QEMU knows whether the guest has the channel open,
/// so a guest without an agent is told apart before anything is sent, and one whose agent ends is not waited for.
/// </summary>
/// <param name="vm">The VM's name, for errors.</param>
/// <param name="find">Finds the channel that the VM has now, since it can be plugged in and out; null when it has none.</param>
/// <param name="session">The VM's monitor.</param>
internal sealed class AgentLink(string vm, Func<AgentChannel?> find, QmpSession session) : IAsyncDisposable
{
    private readonly SemaphoreSlim _opening = new(1, 1);
    private readonly OpenPorts _openPorts = new();
    private volatile CancellationTokenSource _guestEnd = new();
    private long _patience;
    private AgentClient? _client;
    private AgentChannel? _connected;

    /// <summary>Whether the guest is known to have the channel open, without asking.</summary>
    public bool IsKnownThere => find() is { } channel && _openPorts.Has(channel.Alias);

    /// <summary>Sees every event of the VM's monitor.</summary>
    public void Observe(QmpEvent happened)
    {
        if (_openPorts.Observe(happened) is { } closed && closed == find()?.Alias)
        {
            Interlocked.Exchange(ref _guestEnd, new CancellationTokenSource()).Cancel();
        }
    }

    /// <summary>Whether the guest has the channel open.</summary>
    public async Task<bool> IsThereAsync(CancellationToken cancellationToken) =>
        find() is { } channel && await IsOpenAsync(channel, cancellationToken);

    private async Task<bool> IsOpenAsync(AgentChannel channel, CancellationToken cancellationToken)
    {
        if (_openPorts.Has(channel.Alias))
        {
            return true;
        }

        // The event may have come before this daemon did.
        var chardevs = await session.ExecuteAsync(new QueryChardevCommand(), cancellationToken);
        var isOpen = chardevs.Any(chardev => chardev.Label == channel.Chardev && chardev.FrontendOpen);
        if (isOpen)
        {
            _openPorts.Add(channel.Alias);
        }

        return isOpen;
    }

    /// <summary>How long every answer may take, in place of what the command asks for; null for that.</summary>
    public TimeSpan? Patience
    {
        get => Volatile.Read(ref _patience) is var ticks and > 0 ? TimeSpan.FromTicks(ticks) : null;
        set => Volatile.Write(ref _patience, value?.Ticks ?? 0);
    }

    /// <summary>Sends a command and waits for its answer, for as long as somebody said, or else as suits the command.</summary>
    /// <exception cref="LodgeException">There is no agent, or it refused, or it did not answer in time.</exception>
    public Task<TReply> ExecuteAsync<TReply>(QmpCommand<TReply> command, TimeSpan deadline, CancellationToken cancellationToken) =>
        ExecuteWithinAsync(command, Patience ?? deadline, cancellationToken);

    /// <summary>Sends a command and waits for its answer.</summary>
    /// <exception cref="LodgeException">There is no agent, or it refused, or it did not answer in time.</exception>
    public async Task<TReply> ExecuteWithinAsync<TReply>(QmpCommand<TReply> command, TimeSpan deadline, CancellationToken cancellationToken)
    {
        try
        {
            return await TryAsync(command, deadline, cancellationToken);
        }
        catch (AgentException failure)
        {
            throw AgentTrouble.Of(failure, vm);
        }
    }

    /// <summary>Sends a command that is answered only when it fails. Completes when that has become unlikely.</summary>
    /// <exception cref="LodgeException">As of <see cref="ExecuteAsync"/>.</exception>
    public async Task TellAsync<TReply>(QmpCommand<TReply> command, TimeSpan deadline, CancellationToken cancellationToken)
    {
        try
        {
            await TryAsync(command, deadline, cancellationToken);
        }
        catch (AgentTimeoutException silence) when (silence.Silence == AgentSilence.Answer)
        {
            return;
        }
        catch (LodgeException ended) when (ended.Error.Code == ErrorCode.AgentUnresponsive && ended.InnerException is OperationCanceledException)
        {
            return;
        }
        catch (AgentException failure)
        {
            throw AgentTrouble.Of(failure, vm);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_client is { } client)
        {
            await client.DisposeAsync();
        }
    }

    private async Task<TReply> TryAsync<TReply>(QmpCommand<TReply> command, TimeSpan deadline, CancellationToken cancellationToken)
    {
        var guestEnd = _guestEnd.Token;
        var channel = find() ?? throw AgentTrouble.NoChannel(vm);
        if (!await IsOpenAsync(channel, cancellationToken))
        {
            throw AgentTrouble.NobodyThere(vm);
        }

        using var either = CancellationTokenSource.CreateLinkedTokenSource(guestEnd, cancellationToken);
        try
        {
            var client = await OpenAsync(channel, either.Token);
            return await client.ExecuteAsync(command, deadline, either.Token);
        }
        catch (OperationCanceledException ended) when (!cancellationToken.IsCancellationRequested)
        {
            throw AgentTrouble.Gone(vm, ended);
        }
    }

    private async Task<AgentClient> OpenAsync(AgentChannel channel, CancellationToken cancellationToken)
    {
        await _opening.WaitAsync(cancellationToken);
        try
        {
            if (_client is { IsBroken: false } open && _connected == channel)
            {
                return open;
            }

            await DisposeAsync();
            var socket = await UnixSockets.ConnectAsync(channel.Socket, cancellationToken);
            _connected = channel;
            return _client = new AgentClient(new NetworkStream(socket, ownsSocket: true), AgentOptions.Default);
        }
        catch (Exception failure) when (failure is SocketException or IOException)
        {
            throw new LodgeException(
                ErrorCode.HypervisorFailed, $"The channel of the guest agent of VM '{vm}' cannot be reached: {failure.Message}", cause: failure);
        }
        finally
        {
            _opening.Release();
        }
    }
}
