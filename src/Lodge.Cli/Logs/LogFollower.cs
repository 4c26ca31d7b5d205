using Lodge.Api.Contracts;
using Lodge.Cli.App;
using Lodge.Client.Consoles;
using Lodge.Model.Errors;

namespace Lodge.Cli.Logs;

/// <summary>Prints a log, then what comes.</summary>
internal static class LogFollower
{
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(500);
    private const long Window = 256 * 1024;

    /// <summary>Prints the console's log and then the console.</summary>
    public static async Task ConsoleAsync(Invocation cli, string vm, int? tail, CancellationToken cancellationToken)
    {
        await using var connection = await OpenAsync(cli, vm, cancellationToken);
        var log = await LogReader.ReadAsync(cli, vm, LogSource.Console, tail, cancellationToken);
        await PrintAsync(cli, log, cancellationToken);
        if (connection is null)
        {
            cli.Output.Notice($"[lodge] {vm} is not running; nothing more will come.");
            return;
        }

        var overlap = new LogOverlap(log.Span);
        var began = cli.Host.Clock.GetTimestamp();
        await foreach (var frame in connection.ReadAsync(cancellationToken))
        {
            if (frame is ConsoleBytes { Bytes: var bytes })
            {
                await PrintAsync(cli, overlap.Next(bytes), cancellationToken);
            }

            if (overlap.IsSearching && cli.Host.Clock.GetElapsedTime(began) > Settling)
            {
                await PrintAsync(cli, overlap.GiveUp(), cancellationToken);
            }
        }

        await PrintAsync(cli, overlap.GiveUp(), cancellationToken);
        cli.Output.Notice($"[lodge] The console of {vm} ended.");
    }

    /// <summary>Prints QEMU's log, and looks for more until the caller has enough.</summary>
    public static async Task QemuAsync(Invocation cli, string vm, int? tail, CancellationToken cancellationToken)
    {
        var seen = await LogReader.ReadAsync(cli, vm, LogSource.Qemu, tail, cancellationToken);
        await PrintAsync(cli, seen, cancellationToken);
        while (true)
        {
            await Task.Delay(BetweenLooks, cli.Host.Clock, cancellationToken);
            var now = await LogReader.LastBytesAsync(cli, vm, LogSource.Qemu, Window, cancellationToken);
            var overlap = new LogOverlap(seen.Span);
            await PrintAsync(cli, overlap.Next(now), cancellationToken);
            await PrintAsync(cli, overlap.GiveUp(), cancellationToken);
            seen = now;
        }
    }

    private static async Task<ConsoleConnection?> OpenAsync(Invocation cli, string vm, CancellationToken cancellationToken)
    {
        try
        {
            return await cli.Client.OpenConsoleAsync(vm, ConsoleMode.Read, cancellationToken);
        }
        catch (LodgeException e) when (e.Error.Code == ErrorCode.InvalidState)
        {
            return null;
        }
    }

    private static async Task PrintAsync(Invocation cli, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        if (bytes.Length > 0)
        {
            await cli.Host.Io.OutputBytes.WriteAsync(bytes, cancellationToken);
            await cli.Host.Io.OutputBytes.FlushAsync(cancellationToken);
        }
    }
}
