using System.Buffers;
using Lodge.Engine.Storage.Volumes;
using Lodge.Libvirt.Streams;
using Lodge.Libvirt.Wire;

namespace Lodge.Libvirt.Handlers.Storage;

/// <summary>Sends what is in a volume to a client.</summary>
/// <param name="open">The volume; belongs to the download.</param>
/// <param name="stream">The client's stream.</param>
/// <param name="sparse">Whether the client wants to be told of holes instead of getting their zeros.</param>
internal sealed class VolumeDownload(OpenVolume open, ClientStream stream, bool sparse)
{
    /// <summary>Runs until all is sent.</summary>
    /// <param name="offset">Where it begins.</param>
    /// <param name="length">How much is wanted; 0 for all until the end.</param>
    /// <param name="cancellation">Ends with the stream.</param>
    public async Task RunAsync(long offset, long length, CancellationToken cancellation)
    {
        await using (open)
        {
            var end = length == 0 ? open.Content.Length : Math.Min(open.Content.Length, offset + length);
            for (var at = offset; at < end;)
            {
                var (start, stop) = sparse ? Within(open.Content.NextData(at), at, end) : (at, end);
                if (start > at)
                {
                    await stream.WriteHoleAsync(start - at, cancellation);
                }

                await SendAsync(start, stop, cancellation);
                at = stop;
            }
        }
    }

    // The next data, or the end where there is none before it.
    private static (long Start, long Stop) Within((long Offset, long Length)? data, long at, long end) => data is var (offset, length) && offset < end
        ? (Math.Max(offset, at), Math.Min(end, offset + length))
        : (end, end);

    private async Task SendAsync(long at, long stop, CancellationToken cancellation)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(FrameLimits.StreamPacket);
        try
        {
            while (at < stop)
            {
                var piece = buffer.AsMemory(0, (int)Math.Min(FrameLimits.StreamPacket, stop - at));
                var read = await open.Content.ReadAsync(piece, at, cancellation);
                if (read == 0)
                {
                    return; // It has become shorter meanwhile.
                }

                await stream.WriteAsync(piece[..read], cancellation);
                at += read;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
