using System.Net.Sockets;
using Lodge.Libvirt.Calls;
using Lodge.Libvirt.Connections;
using Lodge.Libvirt.Handlers;
using Lodge.Libvirt.Sessions;
using Microsoft.Extensions.Logging;

namespace Lodge.Libvirt;

/// <summary>Serves libvirt's clients on any number of doors.</summary>
public sealed class LibvirtServer
{
    private static readonly TimeSpan s_pauseAfterFailure = TimeSpan.FromMilliseconds(100);

    private readonly Lock _lock = new();
    private readonly HashSet<Task> _connections = [];
    private readonly ServerParts _parts;

    /// <summary>Puts the server together; nothing happens before <see cref="RunAsync"/>.</summary>
    /// <param name="services">What the handlers work with.</param>
    /// <param name="options">How the server behaves.</param>
    /// <param name="loggers">Where it logs.</param>
    public LibvirtServer(LibvirtServices services, LibvirtOptions options, ILoggerFactory loggers)
        : this(AllHandlers.Create(services, options).InvokeAsync, options, services?.Clock ?? TimeProvider.System, loggers)
    {
    }

    /// <summary>A server with handlers of its own.</summary>
    internal LibvirtServer(
        Func<Call, CancellationToken, ValueTask> invoke, LibvirtOptions options, TimeProvider clock, ILoggerFactory loggers) =>
        _parts = new ServerParts(invoke, options, new CallbackNumbers(), clock, loggers.CreateLogger<LibvirtServer>());

    /// <summary>Serves until it is stopped, then lets all connections end.</summary>
    /// <param name="doors">Where clients come in; they stay open until the caller closes them.</param>
    /// <param name="stopping">Stops the server.</param>
    public async Task RunAsync(IReadOnlyList<LibvirtDoor> doors, CancellationToken stopping)
    {
        await Task.WhenAll(doors.Select(door => AcceptAsync(door, stopping)));
        Task[] left;
        lock (_lock)
        {
            left = [.. _connections];
        }

        await Task.WhenAll(left);
    }

    private async Task AcceptAsync(LibvirtDoor door, CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                Admit(await door.Listener.AcceptAsync(stopping), door, stopping);
            }
            catch (SocketException failure)
            {
                Log.AcceptFailed(_parts.Logger, failure);
                await Task.Delay(s_pauseAfterFailure, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private void Admit(Socket socket, LibvirtDoor door, CancellationToken stopping)
    {
        lock (_lock)
        {
            if (_connections.Count >= _parts.Options.MaxConnections)
            {
                Log.TooManyConnections(_parts.Logger, _parts.Options.MaxConnections);
                socket.Dispose();
                return;
            }

            var serving = new Task<Task>(() => ServeAsync(socket, door, stopping));
            var whole = serving.Unwrap();
            _connections.Add(whole);
            _ = whole.ContinueWith(Forget, TaskScheduler.Default);
            serving.Start(TaskScheduler.Default);
        }
    }

    private void Forget(Task connection)
    {
        lock (_lock)
        {
            _connections.Remove(connection);
        }
    }

    private async Task ServeAsync(Socket socket, LibvirtDoor door, CancellationToken stopping)
    {
        try
        {
            if (socket.AddressFamily != AddressFamily.Unix)
            {
                socket.NoDelay = true;
            }

            using var connection = new ClientConnection(socket, door.ReadOnly, _parts, stopping);
            Log.ConnectionOpened(_parts.Logger, connection.Session.Peer?.Pid ?? 0, connection.Session.Peer?.Uid ?? 0, door.ReadOnly);
            await connection.RunAsync();
        }
        catch (SocketException gone)
        {
            // It was closed before anybody could ask who it is.
            socket.Dispose();
            Log.AcceptFailed(_parts.Logger, gone);
        }
        catch (Exception defect)
        {
            Log.HandlerCrashed(_parts.Logger, "a connection", defect);
        }
    }
}
