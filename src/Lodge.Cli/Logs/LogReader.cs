using Lodge.Api.Contracts;
using Lodge.Cli.App;

namespace Lodge.Cli.Logs;

/// <summary>Reads logs, whole or their last lines.</summary>
internal static class LogReader
{
    private const long FirstGuess = 64 * 1024;

    /// <summary>A log into memory.</summary>
    /// <param name="cli">The command.</param>
    /// <param name="vm">The VM.</param>
    /// <param name="source">Which log.</param>
    /// <param name="lines">Only the last so many lines; null for all.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async Task<ReadOnlyMemory<byte>> ReadAsync(
        Invocation cli, string vm, LogSource source, int? lines, CancellationToken cancellationToken)
    {
        if (lines is not { } wanted)
        {
            return await LastBytesAsync(cli, vm, source, null, cancellationToken);
        }

        for (var guess = FirstGuess; ; guess *= 8)
        {
            var log = await LastBytesAsync(cli, vm, source, guess, cancellationToken);
            var start = LineTail.Start(log.Span, wanted);
            if (log.Length < guess || start > 0)
            {
                return log[(start ?? 0)..];
            }
        }
    }

    /// <summary>The end of a log.</summary>
    public static async Task<ReadOnlyMemory<byte>> LastBytesAsync(
        Invocation cli, string vm, LogSource source, long? count, CancellationToken cancellationToken)
    {
        await using var stream = await cli.Client.OpenLogAsync(vm, source, count, cancellationToken);
        using var buffer = new MemoryStream();
        await stream.CopyToAsync(buffer, cancellationToken);
        return buffer.GetBuffer().AsMemory(0, (int)buffer.Length);
    }

    /// <summary>Copies a whole log, however long, to the output.</summary>
    public static async Task CopyAsync(Invocation cli, string vm, LogSource source, CancellationToken cancellationToken)
    {
        await using var stream = await cli.Client.OpenLogAsync(vm, source, null, cancellationToken);
        await stream.CopyToAsync(cli.Host.Io.OutputBytes, cancellationToken);
    }
}
