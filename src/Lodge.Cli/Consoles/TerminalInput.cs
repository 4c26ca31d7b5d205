using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Lodge.Cli.App;
using Lodge.Cli.Terminal;
using Lodge.Client.Consoles;

namespace Lodge.Cli.Consoles;

/// <summary>Keys of a terminal in raw mode; Ctrl-] leaves.</summary>
internal sealed class TerminalInput(Invocation cli, ConsoleNotices notices, ConsoleWishes wishes) : IConsoleInput
{
    /// <inheritdoc/>
    public IDisposable Prepare() => new RawTerminal(cli.Host.Io);

    /// <inheritdoc/>
    public async Task RunAsync(ConsoleConnection connection, Task reading, CancellationToken cancellationToken)
    {
        using var resized = wishes.SendSize
            ? PosixSignalRegistration.Create(PosixSignal.SIGWINCH, _ => SendSizeInBackground(connection, cancellationToken))
            : null;
        var typing = TypeAsync(connection, cancellationToken);
        await Task.WhenAny(typing, reading);
        if (typing.IsFaulted)
        {
            await typing;
        }
    }

    private async Task TypeAsync(ConsoleConnection connection, CancellationToken cancellationToken)
    {
        await notices.Attached.WaitAsync(cancellationToken);
        if (wishes.SendSize)
        {
            await SendSizeAsync(connection, cancellationToken);
        }

        var buffer = new byte[4096];
        while (true)
        {
            var count = await cli.Host.Io.InputBytes.ReadAsync(buffer, cancellationToken);
            var (send, leave) = EscapeKey.Split(buffer.AsMemory(0, count));
            if (send.Length > 0)
            {
                await SendAsync(connection, send, cancellationToken);
            }

            if (leave || count == 0)
            {
                return;
            }
        }
    }

    private async Task SendAsync(ConsoleConnection connection, ReadOnlyMemory<byte> keys, CancellationToken cancellationToken)
    {
        if (notices.IsWriter)
        {
            await connection.WriteAsync(keys, cancellationToken);
        }
        else
        {
            notices.KeyWasDropped();
        }
    }

    // A serial line has no notion of a size: the guest only learns it from somebody who types it.
    private async Task SendSizeAsync(ConsoleConnection connection, CancellationToken cancellationToken)
    {
        if (notices.IsWriter && cli.Host.Io.Size is { } size)
        {
            var line = string.Create(CultureInfo.InvariantCulture, $"stty rows {size.Rows} cols {size.Columns}\r");
            await connection.WriteAsync(Encoding.ASCII.GetBytes(line), cancellationToken);
        }
    }

    private void SendSizeInBackground(ConsoleConnection connection, CancellationToken cancellationToken) =>
        _ = SendSizeAsync(connection, cancellationToken);

    /// <summary>Raw mode, and a tidy screen afterwards.</summary>
    private sealed class RawTerminal(IConsoleIo io) : IDisposable
    {
        // What a guest may have left behind: colours (SGR 0) and a hidden cursor (DECTCEM).
        private const string Tidy = "\e[0m\e[?25h";

        private readonly IDisposable _raw = io.EnterRawMode();

        public void Dispose()
        {
            _raw.Dispose();
            io.Error.Write(io.OutputIsTerminal ? $"{Tidy}\n" : "\n");
        }
    }
}
