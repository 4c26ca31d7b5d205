using Lodge.Engine.Ports;

namespace Lodge.TestSupport.Engine;

internal sealed class FakeConsoleLogs(FakeWorld world) : IConsoleLogs
{
    public Stream? OpenConsole(Guid vmId) => world.ConsoleLog is { } bytes ? new MemoryStream(bytes) : null;

    // Logs in several parts cannot seek.
    public Stream? OpenQemu(Guid vmId) => world.QemuLog is { } bytes ? new NoSeek(bytes) : null;

    public byte[] ReadConsoleTail(Guid vmId, int bytes) => world.ConsoleLog ?? [];

    public void Rotate()
    {
    }

    private sealed class NoSeek(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;
    }
}
