using System.Diagnostics;
using Lodge.Model.Errors;
using Microsoft.Extensions.Logging;

namespace Lodge.Engine.Consoles;

/// <summary>
/// One VM's console: reads the serial port without pause, hands the bytes to every session and keeps the newest.
/// One session at a time may write.
/// </summary>
internal sealed class ConsoleBroker(string name, ConsolePort port, ILogger logger)
{
    /// <summary>How much a late reader gets to see.</summary>
    public const int ScrollbackBytes = 64 << 10;

    private const int ReadBytes = 4096;

    private static readonly TimeSpan RetryPause = TimeSpan.FromMilliseconds(200);

    // What came twice waits in the port already when the first bytes are read; what comes later is new.
    private static readonly TimeSpan OverlapTime = TimeSpan.FromMilliseconds(500);

    private readonly Lock _lock = new();
    private readonly Scrollback _scrollback = new(ScrollbackBytes);
    private readonly List<ConsoleSession> _sessions = [];
    private readonly SemaphoreSlim _writing = new(1, 1);
    private ConsoleSession? _writer;
    private Stream? _stream;
    private string? _closed;
    private byte[] _past = [];

    /// <summary>Puts former output into the scrollback.</summary>
    public void Remember(ReadOnlySpan<byte> past)
    {
        lock (_lock)
        {
            _scrollback.Append(past);
            _past = past[^Math.Min(past.Length, ReadBytes)..].ToArray();
        }
    }

    /// <summary>Begins to read.</summary>
    public void Run(Stream stream) => _ = Task.Run(() => PumpAsync(stream));

    /// <summary>Whether it serves nobody any more.</summary>
    public bool IsClosed => _closed is not null;

    public ConsoleSession Open(ConsoleMode mode)
    {
        var session = new ConsoleSession(this);
        lock (_lock)
        {
            session.Offer(new ConsoleData(_scrollback.ToArray()));
            if (_closed is not null)
            {
                session.Offer(new ConsoleClosed(_closed));
                return session;
            }

            _sessions.Add(session);
            if (mode == ConsoleMode.Take || (mode == ConsoleMode.Write && _writer is null))
            {
                HandOver(session, announce: false);
            }
        }

        return session;
    }

    public void Close(string reason)
    {
        lock (_lock)
        {
            _closed = reason;
            _sessions.ForEach(session => session.Offer(new ConsoleClosed(reason)));
            _sessions.Clear();
            _writer = null;
        }

        _stream?.Dispose();
    }

    public bool IsWriter(ConsoleSession session) => ReferenceEquals(_writer, session);

    public void Take(ConsoleSession session)
    {
        lock (_lock)
        {
            if (_closed is null && !ReferenceEquals(_writer, session))
            {
                HandOver(session, announce: true);
            }
        }
    }

    public void Release(ConsoleSession session)
    {
        lock (_lock)
        {
            if (ReferenceEquals(_writer, session))
            {
                _writer = null;
                session.Offer(new ConsoleWriterChanged(false, "You gave the console back; you can still read."));
            }
        }
    }

    public void Leave(ConsoleSession session)
    {
        lock (_lock)
        {
            _sessions.Remove(session);
            if (ReferenceEquals(_writer, session))
            {
                _writer = null;
            }
        }
    }

    public async ValueTask WriteAsync(ConsoleSession session, ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
    {
        if (!IsWriter(session))
        {
            throw new LodgeException(ErrorCode.ConsoleBusy, $"Another client writes to the console of VM '{name}'; this one can only read.", "Take the console over if you must: 'lodge console --take'.");
        }

        await _writing.WaitAsync(cancellationToken);
        try
        {
            await (_stream ?? throw Gone(null)).WriteAsync(data, cancellationToken);
        }
        catch (Exception failure) when (failure is IOException or ObjectDisposedException)
        {
            throw Gone(failure);
        }
        finally
        {
            _writing.Release();
        }
    }

    // The caller holds the lock.
    private void HandOver(ConsoleSession session, bool announce)
    {
        _writer?.Offer(new ConsoleWriterChanged(false, "Another client took the console over; you can still read."));
        _writer = session;
        if (announce)
        {
            session.Offer(new ConsoleWriterChanged(true, "You write to the console now."));
        }
    }

    private async Task PumpAsync(Stream stream)
    {
        while (_closed is null)
        {
            _stream = stream;
            await ReadToEndAsync(stream);
            if (await ReconnectAsync() is not { } again)
            {
                return;
            }

            stream = again;
        }
    }

    private async Task ReadToEndAsync(Stream stream)
    {
        var buffer = new byte[ReadBytes];
        var since = Stopwatch.GetTimestamp();
        try
        {
            while (await stream.ReadAsync(buffer) is > 0 and var count)
            {
                var known = Stopwatch.GetElapsedTime(since) < OverlapTime ? ConsoleOverlap.Length(_past, buffer.AsSpan(0, count)) : 0;
                _past = [];
                Share(buffer.AsSpan(known, count - known).ToArray());
            }
        }
        catch (Exception failure) when (failure is IOException or ObjectDisposedException)
        {
            if (_closed is null)
            {
                Log.ConsoleBroke(logger, name, failure.Message);
            }
        }
    }

    // The port stays open as long as QEMU lives, so an end means that QEMU ends too, that the port was unplugged, or that
    // something cut us off.
    private async Task<Stream?> ReconnectAsync()
    {
        while (_closed is null && !port.IsGone)
        {
            await Task.WhenAny(port.Process.Exited, Task.Delay(RetryPause));
            if (_closed is not null || port.IsGone)
            {
                break;
            }

            try
            {
                return await port.ConnectAsync(CancellationToken.None);
            }
            catch (Exception failure) when (failure is IOException or LodgeException)
            {
                Log.ConsoleBroke(logger, name, failure.Message);
            }
        }

        if (_closed is null && !port.Process.Exited.IsCompleted)
        {
            Close($"The device '{port.Alias}' was unplugged.");
        }

        return null;
    }

    private void Share(byte[] data)
    {
        lock (_lock)
        {
            _scrollback.Append(data);
            _sessions.RemoveAll(session => !session.Offer(new ConsoleData(data)));
        }
    }

    private LodgeException Gone(Exception? cause) =>
        new(ErrorCode.InvalidState, $"The console of VM '{name}' is closed: its QEMU has ended or is ending.", cause: cause);
}
