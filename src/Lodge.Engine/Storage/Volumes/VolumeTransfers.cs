using Lodge.Engine.Ports;
using Lodge.Engine.Storage.Pools;
using Lodge.Model.Errors;
using Lodge.Model.Events;
using Lodge.Model.Storage;

namespace Lodge.Engine.Storage.Volumes;

/// <summary>Reading and writing the bytes of volumes from outside. An interrupted one goes on at the offset that it came to.</summary>
internal sealed class VolumeTransfers(StorageCore core)
{
    private const int Piece = 1 << 20;

    /// <summary>Opens a volume's bytes; until it is disposed nobody else writes them.</summary>
    public async Task<OpenVolume> OpenAsync(VolumeName name, bool write, CancellationToken cancellationToken)
    {
        var pool = core.Inventory.Get(name.Pool);
        PoolErrors.ThrowUnlessUsable(pool, write ? "take an upload" : "give a download");
        if (!pool.Capabilities.Transfer || (write && pool.Capabilities.ReadOnly))
        {
            throw new LodgeException(ErrorCode.Unsupported, $"The bytes of volumes in the storage pool '{pool.Name}' cannot be {(write ? "written" : "read")} through Lodge.", "'lodge pool info' tells what each pool can do.");
        }

        var volume = await core.Catalogue.GetAsync(pool, name.Volume, cancellationToken);
        if (write)
        {
            core.Use.ThrowIfInSnapshot(volume, "be overwritten", internalToo: true);
            await core.Use.ThrowIfNeededAsync(pool, volume, "be overwritten", stoppedToo: false, cancellationToken);
        }

        var claim = core.Claims.Take(pool, volume.Name, write, write ? "upload" : "download");
        try
        {
            var content = await core.Calls.WorkAsync(pool.Definition, (driver, access, token) => driver.Volumes.OpenAsync(access, volume, write, token), cancellationToken);
            return new OpenVolume(volume, content, () => End(pool, volume, claim, write));
        }
        catch
        {
            claim.Dispose();
            throw;
        }
    }

    /// <summary>Writes a stream into a volume; runs of zeros take no room where that is possible.</summary>
    /// <returns>How many bytes were written.</returns>
    public async Task<long> UploadAsync(VolumeName name, long offset, long? length, Stream from, IProgress<long> progress, CancellationToken cancellationToken)
    {
        ThrowIfOutside(offset, length);
        await using var open = await OpenAsync(name, write: true, cancellationToken);
        var buffer = new byte[Piece];
        var done = 0L;
        while (length is null || done < length)
        {
            var wanted = length is { } limit ? (int)Math.Min(Piece, limit - done) : Piece;
            var read = await from.ReadAtLeastAsync(buffer.AsMemory(0, wanted), wanted, throwOnEndOfStream: false, cancellationToken);
            await WriteAsync(open.Content, buffer.AsMemory(0, read), offset + done, cancellationToken);
            done += read;
            progress.Report(done);
            if (read < wanted)
            {
                break;
            }
        }

        await open.Content.FlushAsync(cancellationToken);
        return length is null || done == length
            ? done
            : throw new LodgeException(
                ErrorCode.InvalidArgument, $"The upload to '{name.Volume}' ended after {done} of {length} bytes.", $"Go on at offset {offset + done}.");
    }

    /// <summary>Reads a volume into a stream.</summary>
    /// <returns>How many bytes were read.</returns>
    public async Task<long> DownloadAsync(VolumeName name, long offset, long? length, Stream to, IProgress<long> progress, CancellationToken cancellationToken)
    {
        ThrowIfOutside(offset, length);
        await using var open = await OpenAsync(name, write: false, cancellationToken);
        return await open.CopyToAsync(offset, length ?? long.MaxValue - offset, to, progress, cancellationToken);
    }

    private static ValueTask WriteAsync(IVolumeContent content, ReadOnlyMemory<byte> bytes, long offset, CancellationToken cancellationToken) =>
        bytes.IsEmpty ? ValueTask.CompletedTask
        : bytes.Span.ContainsAnyExcept((byte)0) ? content.WriteAsync(bytes, offset, cancellationToken)
        : content.ClearAsync(offset, bytes.Length, cancellationToken);

    private void End(Pool pool, Volume volume, IDisposable claim, bool wrote)
    {
        claim.Dispose();
        if (wrote)
        {
            core.Announce(EventKind.VolumeChanged, pool.Definition, volume.Name);
        }
    }

    private static void ThrowIfOutside(long offset, long? length)
    {
        if (offset < 0 || length < 0)
        {
            throw new LodgeException(ErrorCode.InvalidArgument, "Offset and length are 0 or more.");
        }
    }
}
