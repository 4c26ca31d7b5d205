using System.Text;
using System.Threading.Channels;
using Lodge.Api.Contracts;
using Lodge.Api.Tests.Support;
using Lodge.Client.Consoles;

namespace Lodge.Api.Tests.Consoles;

/// <summary>An open console with somebody in front of it who remembers what it showed.</summary>
internal sealed class Terminal : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly StringBuilder _shown = new();
    private readonly Channel<ConsoleControl> _heard = Channel.CreateUnbounded<ConsoleControl>();
    private readonly Task _reading;

    private Terminal(ConsoleConnection console)
    {
        Console = console;
        _reading = Task.Run(ReadAsync);
    }

    public ConsoleConnection Console { get; }

    public bool IsWriter { get; private set; }

    public static async Task<Terminal> OpenAsync(ApiHost api, ConsoleMode mode)
    {
        var terminal = new Terminal(await api.Client.OpenConsoleAsync("hello", mode));
        terminal.IsWriter = (await terminal.HearsAsync("attached")).Writer!.Value;
        return terminal;
    }

    /// <summary>Waits until everything shown so far is <paramref name="text"/>.</summary>
    public async Task ShowsAsync(string text)
    {
        for (var left = Patience; left > TimeSpan.Zero && Shown() != text; left -= TimeSpan.FromMilliseconds(10))
        {
            await Task.Delay(10);
        }

        Assert.Equal(text, Shown());
    }

    /// <summary>Waits for a message of the daemon.</summary>
    public async Task<ConsoleControl> HearsAsync(string type)
    {
        using var limit = new CancellationTokenSource(Patience);
        var control = await _heard.Reader.ReadAsync(limit.Token);
        Assert.Equal(type, control.Type);
        return control;
    }

    /// <summary>Whether the connection ends by itself.</summary>
    public async Task<bool> EndsAsync()
    {
        await _reading.WaitAsync(Patience);
        return true;
    }

    public async ValueTask DisposeAsync()
    {
        await Console.DisposeAsync();
        await _reading.ContinueWith(_ => { }, TaskScheduler.Default);
    }

    private string Shown()
    {
        lock (_shown)
        {
            return _shown.ToString();
        }
    }

    private async Task ReadAsync()
    {
        await foreach (var frame in Console.ReadAsync())
        {
            if (frame is ConsoleNotice notice)
            {
                _heard.Writer.TryWrite(notice.Control);
            }
            else if (frame is ConsoleBytes bytes)
            {
                lock (_shown)
                {
                    _shown.Append(Encoding.UTF8.GetString(bytes.Bytes.Span));
                }
            }
        }
    }
}
