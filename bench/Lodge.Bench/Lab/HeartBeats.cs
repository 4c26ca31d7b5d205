using System.Diagnostics;
using System.Text;
using Lodge.Api.Contracts;
using Lodge.Client;
using Lodge.Client.Consoles;
using Lodge.Model.Errors;
using Lodge.TestSupport.Guests;

namespace Lodge.Bench.Lab;

/// <summary>A guest that prints without end, and when each piece of it came.</summary>
internal sealed class HeartBeats : IAsyncDisposable
{
    private const string Beat = "beat";

    private readonly long _epoch = Stopwatch.GetTimestamp();
    private readonly Lock _lock = new();
    private readonly List<TimeSpan> _heard = [];
    private readonly ConsoleConnection _console;
    private readonly Task _listening;

    private HeartBeats(ConsoleConnection console)
    {
        _console = console;
        _listening = ListenAsync();
    }

    /// <summary>Time on the clock of the beats.</summary>
    public TimeSpan Now => Stopwatch.GetElapsedTime(_epoch);

    /// <summary>Waits for the tiny guest's shell and has it print.</summary>
    public static async Task<HeartBeats> ListenAsync(LodgeClient client, string vm)
    {
        await using (var person = await GuestConsole.OpenAsync(client, vm))
        {
            var up = await person.SeesAsync(TinyGuest.Up);
            await person.TypeAsync($"while :; do echo {Beat}; done");
            await person.SeesAsync($"{Beat}\r\n{Beat}", up);
        }

        return new HeartBeats(await client.OpenConsoleAsync(vm, ConsoleMode.Read));
    }

    /// <summary>The longest time without a beat.</summary>
    public TimeSpan LongestSilence(TimeSpan from, TimeSpan to)
    {
        lock (_lock)
        {
            var (last, longest) = (from, TimeSpan.Zero);
            foreach (var beat in _heard.Where(beat => beat > from && beat < to).Append(to))
            {
                longest = beat - last > longest ? beat - last : longest;
                last = beat;
            }

            return longest;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _console.DisposeAsync();
        await _listening;
    }

    private async Task ListenAsync()
    {
        try
        {
            await foreach (var frame in _console.ReadAsync())
            {
                if (frame is ConsoleBytes bytes && Encoding.UTF8.GetString(bytes.Bytes.Span).Contains('\n', StringComparison.Ordinal))
                {
                    lock (_lock)
                    {
                        _heard.Add(Now);
                    }
                }
            }
        }
        catch (Exception ended) when (ended is LodgeException or ObjectDisposedException or OperationCanceledException)
        {
            Workbench.Say($"The console ended: {ended.Message}");
        }
    }
}
