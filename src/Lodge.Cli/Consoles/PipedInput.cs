using Lodge.Cli.App;
using Lodge.Client.Consoles;
using Lodge.Model.Errors;

namespace Lodge.Cli.Consoles;

/// <summary>Input from a pipe or file: sent as it is; the console then stays open for its answers.</summary>
internal sealed class PipedInput(Invocation cli, ConsoleNotices notices, ConsoleWishes wishes, string vm) : IConsoleInput
{
    /// <inheritdoc/>
    public IDisposable? Prepare() => null;

    /// <inheritdoc/>
    public async Task RunAsync(ConsoleConnection connection, Task reading, CancellationToken cancellationToken)
    {
        var sending = SendAndStayAsync(connection, cancellationToken);
        await Task.WhenAny(sending, reading);
        if (sending.IsFaulted)
        {
            await sending;
        }
    }

    private async Task SendAndStayAsync(ConsoleConnection connection, CancellationToken cancellationToken)
    {
        await notices.Attached.WaitAsync(cancellationToken);
        if (!wishes.ReadOnly)
        {
            await SendAsync(connection, cancellationToken);
        }

        await Task.Delay(wishes.For ?? Timeout.InfiniteTimeSpan, cli.Host.Clock, cancellationToken);
    }

    private async Task SendAsync(ConsoleConnection connection, CancellationToken cancellationToken)
    {
        var buffer = new byte[4096];
        int count;
        while ((count = await cli.Host.Io.InputBytes.ReadAsync(buffer, cancellationToken)) > 0)
        {
            if (!notices.IsWriter)
            {
                throw new LodgeException(
                    ErrorCode.ConsoleBusy,
                    $"Another client writes to the console of {vm}; nothing more was sent.",
                    $"Take it over: lodge console {vm} --take, or only watch: lodge console {vm} --read-only");
            }

            await connection.WriteAsync(buffer.AsMemory(0, count), cancellationToken);
        }
    }
}
