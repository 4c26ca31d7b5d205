using Lodge.Api.Contracts;
using Lodge.Cli.App;
using Lodge.Client.Consoles;
using Lodge.Model.Errors;

namespace Lodge.Cli.Consoles;

/// <summary>Waits until a guest prints something.</summary>
internal static class ConsoleWatch
{
    /// <summary>Returns when <paramref name="text"/> has appeared on the console, or was there already.</summary>
    public static async Task WaitForAsync(Invocation cli, string vm, string text, TimeSpan patience, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(patience, cli.Host.Clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            await using var connection = await cli.Client.OpenConsoleAsync(vm, ConsoleMode.Read, either.Token);
            await ReadAsync(connection, vm, text, either.Token);
        }
        catch (OperationCanceledException e) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new LodgeException(
                ErrorCode.Timeout,
                $"{vm} did not print '{text}' within {patience.TotalSeconds:0} s; it runs on.",
                $"See what it printed: lodge log {vm}",
                e);
        }
    }

    private static async Task ReadAsync(ConsoleConnection connection, string vm, string text, CancellationToken cancellationToken)
    {
        var search = new TextSearch(text);
        await foreach (var frame in connection.ReadAsync(cancellationToken))
        {
            if (frame is ConsoleBytes { Bytes: var bytes } && search.Add(bytes.Span))
            {
                return;
            }
        }

        cancellationToken.ThrowIfCancellationRequested();
        throw new LodgeException(
            ErrorCode.InvalidState,
            $"The console of {vm} ended before it printed '{text}'.",
            $"See what happened: lodge info {vm}, lodge log {vm}");
    }
}
