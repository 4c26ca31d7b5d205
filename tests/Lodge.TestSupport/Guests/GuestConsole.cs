using System.Text;
using System.Text.RegularExpressions;
using Lodge.Api.Contracts;
using Lodge.Client;
using Lodge.Client.Consoles;
using Lodge.Model.Errors;

namespace Lodge.TestSupport.Guests;

/// <summary>A person at a VM's console: remembers all that came, waits for texts, types lines.</summary>
public sealed class GuestConsole : IAsyncDisposable
{
    private readonly ConsoleConnection _connection;
    private readonly StringBuilder _text = new();
    private readonly List<ConsoleControl> _notices = [];
    private readonly Task _reading;
    private bool _ended;

    private GuestConsole(ConsoleConnection connection)
    {
        _connection = connection;
        _reading = ReadAsync();
    }

    /// <summary>All that came so far.</summary>
    public string Text
    {
        get
        {
            lock (_text)
            {
                return _text.ToString();
            }
        }
    }

    /// <summary>What the daemon said about this connection so far.</summary>
    public IReadOnlyList<ConsoleControl> Notices
    {
        get
        {
            lock (_text)
            {
                return [.. _notices];
            }
        }
    }

    /// <summary>Opens the console of a VM.</summary>
    public static async Task<GuestConsole> OpenAsync(LodgeClient client, string vm, ConsoleMode mode = ConsoleMode.Write) =>
        new(await client.OpenConsoleAsync(vm, mode));

    /// <summary>Opens another port of a VM.</summary>
    public static async Task<GuestConsole> OpenAsync(LodgeClient client, string vm, string device) => new(await client.OpenPortAsync(vm, device));

    /// <summary>Waits until the console has shown a text after a place in <see cref="Text"/>.</summary>
    /// <returns>The place behind it.</returns>
    public async Task<int> SeesAsync(string text, int after = 0, TimeSpan? limit = null) =>
        await SeesMatchAsync(Regex.Escape(text), after, limit) is var match ? match.Index + match.Length : 0;

    /// <summary>As <see cref="SeesAsync"/>, for a pattern.</summary>
    public async Task<Match> SeesMatchAsync(string pattern, int after = 0, TimeSpan? limit = null)
    {
        var deadline = DateTime.UtcNow + (limit ?? TinyGuest.BootLimit);
        while (true)
        {
            var ended = _ended;
            if (new Regex(pattern).Match(Text, after) is { Success: true } match)
            {
                return match;
            }

            if (ended || DateTime.UtcNow > deadline)
            {
                throw new TimeoutException($"The console {(ended ? "ended" : "stayed open")} without '{pattern}' after character {after}. It showed:\n{Text}");
            }

            await Task.Delay(20);
        }
    }

    /// <summary>Waits for a notice of the daemon.</summary>
    public async Task<ConsoleControl> HearsAsync(string type)
    {
        var deadline = DateTime.UtcNow.AddSeconds(20);
        while (DateTime.UtcNow < deadline)
        {
            if (Notices.FirstOrDefault(notice => notice.Type == type) is { } notice)
            {
                return notice;
            }

            await Task.Delay(20);
        }

        throw new TimeoutException($"No notice '{type}'; there were: {string.Join(", ", Notices.Select(notice => notice.Type))}");
    }

    /// <summary>Types a line.</summary>
    public ValueTask TypeAsync(string line) => _connection.WriteAsync(Encoding.UTF8.GetBytes(line + "\n"));

    /// <summary>Takes the keyboard.</summary>
    public ValueTask TakeAsync() => _connection.TakeAsync();

    /// <summary>Gives the keyboard back.</summary>
    public ValueTask ReleaseAsync() => _connection.ReleaseAsync();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _connection.DisposeAsync();
        await _reading;
    }

    private async Task ReadAsync()
    {
        try
        {
            await foreach (var frame in _connection.ReadAsync())
            {
                lock (_text)
                {
                    _ = frame switch
                    {
                        ConsoleBytes bytes => _text.Append(Encoding.UTF8.GetString(bytes.Bytes.Span)),
                        ConsoleNotice notice => Note(notice.Control),
                        _ => _text,
                    };
                }
            }
        }
        catch (Exception ended) when (ended is LodgeException or ObjectDisposedException or OperationCanceledException)
        {
            Note(new ConsoleControl { Type = "lost", Detail = ended.Message });
        }
        finally
        {
            _ended = true;
        }
    }

    private StringBuilder Note(ConsoleControl notice)
    {
        lock (_text)
        {
            _notices.Add(notice);
            return _text;
        }
    }
}
