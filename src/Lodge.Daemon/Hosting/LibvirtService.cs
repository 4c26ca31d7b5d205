using Lodge.Daemon.Configuration;
using Lodge.Engine;
using Lodge.Engine.Ports;
using Lodge.Libvirt;

namespace Lodge.Daemon.Hosting;

/// <summary>Serves libvirt's clients as long as the daemon runs.</summary>
internal sealed class LibvirtService : IDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly IReadOnlyList<LibvirtDoor> _doors;
    private readonly Task _serving;

    private LibvirtService(IReadOnlyList<LibvirtDoor> doors, LibvirtServer server) =>
        (_doors, _serving) = (doors, server.RunAsync(doors, _stopping.Token));

    /// <summary>Opens the sockets and serves.</summary>
    public static LibvirtService Start(DaemonOptions options, Folders folders, LodgeEngine engine, IHostInfo host, ILoggerFactory loggers) => new(
        LibvirtSockets.Open(options, folders),
        new LibvirtServer(new LibvirtServices(engine, host, TimeProvider.System), new LibvirtOptions { RunFolder = folders.Run }, loggers));

    /// <summary>Lets all connections end.</summary>
    public async Task StopAsync()
    {
        await _stopping.CancelAsync();
        await _serving;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var door in _doors)
        {
            door.Dispose();
        }

        _stopping.Dispose();
    }
}
