using Lodge.Engine.Ports;
using Lodge.Model.Storage;

namespace Lodge.Engine.Storage.Volumes;

/// <summary>A volume whose bytes are open; disposing it closes them and lets others in again.</summary>
public sealed class OpenVolume : IAsyncDisposable
{
    private const int Piece = 1 << 20;

    private readonly Action _close;

    internal OpenVolume(Volume volume, IVolumeContent content, Action close) => (Volume, Content, _close) = (volume, content, close);

    /// <summary>The volume as it was when it was opened.</summary>
    public Volume Volume { get; }

    /// <summary>Its bytes.</summary>
    public IVolumeContent Content { get; }

    /// <summary>Copies a part of the bytes into a stream.</summary>
    /// <param name="offset">Where it begins, 0 or more.</param>
    /// <param name="length">How much at most, 0 or more; it ends where the volume does.</param>
    /// <param name="to">Where they go.</param>
    /// <param name="progress">How many bytes are copied; null when nobody wants to know.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>How many bytes were copied.</returns>
    public async Task<long> CopyToAsync(long offset, long length, Stream to, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(to);
        var buffer = new byte[Piece];
        var done = 0L;
        while (done < length)
        {
            var read = await Content.ReadAsync(buffer.AsMemory(0, (int)Math.Min(Piece, length - done)), offset + done, cancellationToken);
            if (read == 0)
            {
                break;
            }

            await to.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
            done += read;
            progress?.Report(done);
        }

        return done;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await Content.DisposeAsync();
        }
        finally
        {
            _close();
        }
    }
}
