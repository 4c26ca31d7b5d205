using Lodge.Api.Contracts;
using Lodge.Cli.App;
using Lodge.Client.Consoles;
using Lodge.Model.Errors;

namespace Lodge.Cli.Consoles;

/// <summary>Connects the standard streams with a console until either side has enough.</summary>
internal static class ConsoleAttachment
{
    /// <summary>Stays with the console of <paramref name="vm"/>.</summary>
    public static async Task<ExitStatus> RunAsync(
        Invocation cli, string vm, ConsoleWishes wishes, CancellationToken cancellationToken)
    {
        cli.Output.Flush();
        var mode = wishes switch { { ReadOnly: true } => ConsoleMode.Read, { Take: true } => ConsoleMode.Take, _ => ConsoleMode.Write };
        await using var connection = await cli.Client.OpenPortAsync(vm, wishes.Device, mode, cancellationToken);

        var raw = cli.Host.Io.InputIsTerminal;
        var notices = new ConsoleNotices(cli, vm, wishes, raw);
        IConsoleInput input = raw ? new TerminalInput(cli, notices, wishes) : new PipedInput(cli, notices, wishes, vm);
        var (reading, left) = await ConverseAsync(cli, connection, input, notices, wishes.Until, cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        return left ? ExitStatus.Ok : Outcome(cli, reading, notices, vm);
    }

    // The input begins before the first byte is read: whoever sees the console can type.
    private static async Task<(Task<bool> Reading, bool Left)> ConverseAsync(
        Invocation cli,
        ConsoleConnection connection,
        IConsoleInput input,
        ConsoleNotices notices,
        string? until,
        CancellationToken cancellationToken)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var prepared = input.Prepare();
        var reading = ReadAsync(connection, cli, notices, until, end.Token);
        try
        {
            await input.RunAsync(connection, reading, end.Token);
            return (reading, !reading.IsCompleted);
        }
        finally
        {
            await end.CancelAsync();
            await ((Task)reading).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static ExitStatus Outcome(Invocation cli, Task<bool> reading, ConsoleNotices notices, string vm)
    {
        if (reading.IsFaulted)
        {
            reading.GetAwaiter().GetResult();
        }

        if (notices.Closed is { } why)
        {
            cli.Output.Notice($"[lodge] {Rendering.Printable.Text(why)}");
        }
        else if (reading is { IsCompletedSuccessfully: true, Result: false })
        {
            throw new LodgeException(ErrorCode.ShuttingDown, $"The daemon closed the console of {vm}.", "Is it restarting? Open the console again.");
        }

        return ExitStatus.Ok;
    }

    // True when it ends for a reason that was hoped for: the text has appeared.
    private static async Task<bool> ReadAsync(
        ConsoleConnection connection, Invocation cli, ConsoleNotices notices, string? until, CancellationToken cancellationToken)
    {
        var search = until is null ? null : new TextSearch(until);
        await foreach (var frame in connection.ReadAsync(cancellationToken))
        {
            if (frame is ConsoleNotice notice)
            {
                notices.Handle(notice.Control);
            }
            else if (frame is ConsoleBytes { Bytes: var bytes })
            {
                await cli.Host.Io.OutputBytes.WriteAsync(bytes, cancellationToken);
                await cli.Host.Io.OutputBytes.FlushAsync(cancellationToken);
                if (search?.Add(bytes.Span) == true)
                {
                    return true;
                }
            }
        }

        return false;
    }
}
