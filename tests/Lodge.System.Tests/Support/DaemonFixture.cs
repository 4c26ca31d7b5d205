using Lodge.TestSupport.Daemons;

namespace Lodge.System.Tests.Support;

/// <summary>One daemon for all tests of a class.</summary>
public class DaemonFixture : IAsyncLifetime
{
    private LodgedProcess? _daemon;

    /// <summary>The daemon; it runs.</summary>
    public LodgedProcess Daemon => _daemon ?? throw new InvalidOperationException("The daemon was not started.");

    /// <inheritdoc/>
    public async ValueTask InitializeAsync() => _daemon = await LodgedProcess.StartAsync("--accel", "tcg");

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (_daemon is { } daemon)
        {
            await daemon.DisposeAsync();
        }
    }
}
