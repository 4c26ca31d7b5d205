using System.IO.Pipelines;
using System.Text;
using Lodge.Cli.Terminal;

namespace Lodge.Cli.Tests.Support;

/// <summary>Standard streams in memory.</summary>
internal sealed class FakeConsole : IConsoleIo
{
    private readonly LockedStream _out = new();
    private readonly LockedStream _error = new();
    private readonly Pipe _keys = new();

    public FakeConsole(bool terminal = false)
    {
        (InputIsTerminal, OutputIsTerminal, ErrorIsTerminal) = (terminal, terminal, terminal);
        Out = new StreamWriter(_out) { AutoFlush = false, NewLine = "\n" };
        Error = new StreamWriter(_error) { AutoFlush = true, NewLine = "\n" };
        InputBytes = _keys.Reader.AsStream();
    }

    public TextWriter Out { get; }

    public TextWriter Error { get; }

    public Stream InputBytes { get; }

    public Stream OutputBytes => _out;

    public Stream ErrorBytes => _error;

    public bool InputIsTerminal { get; }

    public bool OutputIsTerminal { get; }

    public bool ErrorIsTerminal { get; }

    public TerminalSize? Size => OutputIsTerminal ? new TerminalSize(50, 132) : null;

    /// <summary>How often raw mode was entered and left.</summary>
    public (int Entered, int Left) RawMode { get; private set; }

    public string OutText => _out.Text;

    public string ErrorText => _error.Text;

    public IDisposable EnterRawMode()
    {
        RawMode = (RawMode.Entered + 1, RawMode.Left);
        return new Leaving(() => RawMode = (RawMode.Entered, RawMode.Left + 1));
    }

    /// <summary>Types.</summary>
    public void Type(string keys)
    {
        _keys.Writer.AsStream(leaveOpen: true).Write(Encoding.UTF8.GetBytes(keys));
    }

    /// <summary>Waits until a notice has been shown.</summary>
    public async Task ShowsAsync(string notice)
    {
        for (var tries = 0; tries < 1000 && !ErrorText.Contains(notice, StringComparison.Ordinal); tries++)
        {
            await Task.Delay(10);
        }
    }

    /// <summary>Ends the input, as a pipe does.</summary>
    public void EndInput() => _keys.Writer.Complete();

    private sealed class Leaving(Action leave) : IDisposable
    {
        public void Dispose() => leave();
    }

    private sealed class LockedStream : MemoryStream
    {
        private readonly Lock _lock = new();

        public string Text
        {
            get
            {
                lock (_lock)
                {
                    return Encoding.UTF8.GetString(ToArray());
                }
            }
        }

        public override void Write(byte[] buffer, int offset, int count)
        {
            lock (_lock)
            {
                base.Write(buffer, offset, count);
            }
        }

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            lock (_lock)
            {
                base.Write(buffer);
            }
        }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Write(buffer.Span);
            return ValueTask.CompletedTask;
        }
    }
}
