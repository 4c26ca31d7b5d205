using Lodge.Engine;
using Lodge.Engine.Ports;

namespace Lodge.Daemon.Hosting;

/// <summary>Hands the engine to the doors: it is made after the web host, whose logging and stop signal it uses.</summary>
internal sealed class EngineSlot
{
    private LodgeEngine? _engine;
    private IHostInfo? _host;

    public LodgeEngine Engine => _engine ?? throw new InvalidOperationException("The engine is not there yet.");

    public IHostInfo Host => _host ?? throw new InvalidOperationException("The host's report is not there yet.");

    public void Fill(LodgeEngine engine, IHostInfo host) => (_engine, _host) = (engine, host);
}
