using Lodge.TestSupport.Daemons;
using Lodge.TestSupport.Networks;

namespace Lodge.System.Tests.Networks;

/// <summary>A daemon on a host of its own, where it may make networks, for all tests of a class. Only for root.</summary>
public sealed class OwnHostFixture : IAsyncLifetime
{
    private NetworkedHost? _host;
    private LodgedProcess? _daemon;

    /// <summary>The daemon; it runs.</summary>
    public LodgedProcess Daemon => _daemon ?? throw new InvalidOperationException("The daemon was not started.");

    /// <summary>The host and what is outside.</summary>
    internal NetworkedHost Host => _host ?? throw new InvalidOperationException("The host was not made.");

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        if (PrivateNetwork.WhyNot is null)
        {
            _host = NetworkedHost.Create();
            _daemon = await LodgedProcess.StartAsync(_host.Start);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_daemon is { } daemon)
        {
            await LeftNetworks.DeleteAsync(daemon);
            await daemon.DisposeAsync();
        }

        _host?.Dispose();
    }
}
