namespace Lodge.Api.Vms;

/// <summary>Copies a log, or the end of one.</summary>
internal static class LogTail
{
    /// <summary>Most bytes that are held in memory for the end of a log that cannot seek.</summary>
    private const int MostHeld = 16 * 1024 * 1024;

    /// <summary>Copies the last <paramref name="tail"/> bytes of a log; all of it when that is null.</summary>
    public static async Task CopyAsync(Stream log, Stream target, long? tail, CancellationToken cancellationToken)
    {
        if (tail is { } wanted && !log.CanSeek)
        {
            await CopyEndAsync(log, target, (int)Math.Min(wanted, MostHeld), cancellationToken);
            return;
        }

        if (tail is { } last)
        {
            log.Position = Math.Max(0, log.Length - last);
        }

        await log.CopyToAsync(target, cancellationToken);
    }

    // Reads everything, and keeps the end in a window that is moved up whenever it is twice as long as needed.
    private static async Task CopyEndAsync(Stream log, Stream target, int wanted, CancellationToken cancellationToken)
    {
        using var window = new MemoryStream();
        var buffer = new byte[32 * 1024];
        while (await log.ReadAsync(buffer, cancellationToken) is > 0 and var count)
        {
            window.Write(buffer, 0, count);
            if (window.Length > (2L * wanted) + buffer.Length)
            {
                var kept = window.GetBuffer().AsSpan((int)window.Length - wanted, wanted).ToArray();
                window.SetLength(0);
                window.Write(kept);
            }
        }

        window.Position = Math.Max(0, window.Length - wanted);
        await window.CopyToAsync(target, cancellationToken);
    }
}
