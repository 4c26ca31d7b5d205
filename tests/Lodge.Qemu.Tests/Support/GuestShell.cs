using System.Globalization;
using System.Text;
using Lodge.Engine.Ports;
using Lodge.TestSupport.Guests;

namespace Lodge.Qemu.Tests.Support;

/// <summary>The shell on the serial port of the tiny guest.</summary>
internal sealed class GuestShell : IDisposable
{
    private readonly Stream _stream;
    private readonly StringBuilder _heard = new();
    private int _commands;

    private GuestShell(Stream stream) => _stream = stream;

    /// <summary>Connects to a guest that is up.</summary>
    public static async Task<GuestShell> ConnectAsync(IVmProcess vm) =>
        new(await vm.ConnectSerialAsync(0, TestContext.Current.CancellationToken));

    /// <summary>Lets a guest run and waits until it is up.</summary>
    public static async Task<GuestShell> BootAsync(IVmProcess vm)
    {
        var shell = await ConnectAsync(vm);
        await vm.ResumeAsync(TestContext.Current.CancellationToken);
        await shell.HearAsync(TinyGuest.Up);
        return shell;
    }

    /// <summary>Runs a command; answers what it printed, lines parted by LF.</summary>
    public async Task<string> RunAsync(string command)
    {
        // The echo of what is typed shows the marks in parts, so that only the shell's own output has them whole.
        var mark = string.Create(CultureInfo.InvariantCulture, $"{++_commands}");
        var line = $"echo BEGIN\"-{mark}-\"; {command}; echo END\"-{mark}-\"\n";
        await _stream.WriteAsync(Encoding.ASCII.GetBytes(line), TestContext.Current.CancellationToken);
        var heard = (await HearAsync($"END-{mark}-")).ReplaceLineEndings("\n");
        var begin = $"BEGIN-{mark}-\n";
        return heard[(heard.IndexOf(begin, StringComparison.Ordinal) + begin.Length)..].Trim();
    }

    public void Dispose() => _stream.Dispose();

    // What came up to the text, which is dropped with it.
    private async Task<string> HearAsync(string text)
    {
        using var limit = new CancellationTokenSource(TinyGuest.BootLimit);
        var buffer = new byte[1024];
        while (true)
        {
            var heard = _heard.ToString();
            var place = heard.IndexOf(text, StringComparison.Ordinal);
            if (place >= 0)
            {
                _heard.Remove(0, place + text.Length);
                return heard[..place];
            }

            int count;
            try
            {
                count = await _stream.ReadAsync(buffer, limit.Token);
            }
            catch (OperationCanceledException)
            {
                throw new TimeoutException($"'{text}' did not come; the guest had said:\n{heard}");
            }

            Assert.True(count > 0, $"The serial port closed before '{text}' came; it had said:\n{heard}");
            _heard.Append(Encoding.ASCII.GetString(buffer, 0, count));
        }
    }
}
