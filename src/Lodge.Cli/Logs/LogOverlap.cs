namespace Lodge.Cli.Logs;

/// <summary>
/// Goes on where a log that was read ends, in a stream that begins some way before: the end of the log is looked
/// for in the stream, and what follows it is new.
/// </summary>
/// <param name="log">What has been printed already.</param>
internal sealed class LogOverlap(ReadOnlySpan<byte> log)
{
    private const int AnchorLength = 1024;
    private const int Enough = 512 * 1024;

    private readonly byte[] _anchor = log[Math.Max(0, log.Length - AnchorLength)..].ToArray();
    private byte[]? _pending = log.IsEmpty ? null : [];

    /// <summary>Whether the place has not been found yet.</summary>
    public bool IsSearching => _pending is not null;

    /// <summary>What is new in the next piece of the stream.</summary>
    public ReadOnlyMemory<byte> Next(ReadOnlyMemory<byte> piece)
    {
        if (_pending is null)
        {
            return piece;
        }

        _pending = [.. _pending, .. piece.Span];
        var at = _pending.AsSpan().LastIndexOf(_anchor);
        return at >= 0 || _pending.Length > Enough ? GiveUp(at < 0 ? 0 : at + _anchor.Length) : default;
    }

    /// <summary>Stops the search: the stream does not overlap.</summary>
    /// <returns>All that was held back.</returns>
    public ReadOnlyMemory<byte> GiveUp() => _pending is null ? default : GiveUp(0);

    private ReadOnlyMemory<byte> GiveUp(int from)
    {
        var rest = _pending.AsMemory(from);
        _pending = null;
        return rest;
    }
}
