using System.Text;
using Lodge.Engine.Ports;

namespace Lodge.Qemu.Tests.Support;

/// <summary>Talks with the serial guest.</summary>
internal sealed class Serial(Stream stream) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly StringBuilder _heard = new();

    public static async Task<Serial> ConnectAsync(IVmProcess vm) =>
        new(await vm.ConnectSerialAsync(0, TestContext.Current.CancellationToken));

    public async Task SayAsync(string text) => await stream.WriteAsync(Encoding.ASCII.GetBytes(text));

    /// <summary>Reads until the text has come; what came before it is dropped with it.</summary>
    public async Task ExpectAsync(string text)
    {
        using var limit = new CancellationTokenSource(Patience);
        var buffer = new byte[256];
        while (!_heard.ToString().Contains(text, StringComparison.Ordinal))
        {
            var count = await stream.ReadAsync(buffer, limit.Token);
            Assert.True(count > 0, $"The serial port closed before '{text}' came; it had said: {_heard}");
            _heard.Append(Encoding.ASCII.GetString(buffer, 0, count));
        }

        _heard.Clear();
    }

    public void Dispose() => stream.Dispose();
}
