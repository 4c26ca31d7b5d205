using Lodge.Engine.Ports;
using Lodge.Linux.Processes;
using Lodge.Model.Errors;

namespace Lodge.Storage.Nbd;

/// <summary>The bytes of an image on a server, through a program of QEMU's that has it open and ends when this is disposed.</summary>
internal sealed class ServerContent(NbdClient client, ProcessHandle process, string folder) : IVolumeContent
{
    private const int Piece = 32 << 20;
    private const int Kill = 9;

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    public long Length => client.Size;

    public async ValueTask<int> ReadAsync(Memory<byte> buffer, long offset, CancellationToken cancellationToken)
    {
        var length = (int)Math.Clamp(Length - offset, 0, Math.Min(buffer.Length, Piece));
        if (length > 0)
        {
            await client.ReadAsync(buffer[..length], offset, cancellationToken);
        }

        return length;
    }

    public async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, long offset, CancellationToken cancellationToken)
    {
        ThrowIfBeyond(offset + bytes.Length);
        for (var at = 0; at < bytes.Length; at += Piece)
        {
            await client.WriteAsync(bytes.Slice(at, Math.Min(Piece, bytes.Length - at)), offset + at, cancellationToken);
        }
    }

    public async ValueTask ClearAsync(long offset, long length, CancellationToken cancellationToken)
    {
        ThrowIfBeyond(offset + length);
        for (var at = 0L; at < length; at += Piece)
        {
            await client.ClearAsync(offset + at, (int)Math.Min(Piece, length - at), cancellationToken);
        }
    }

    public (long Offset, long Length)? NextData(long offset) => offset >= Length ? null : (offset, Length - offset);

    public Task FlushAsync(CancellationToken cancellationToken) => client.FlushAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await client.DisposeAsync();
        try
        {
            await process.WaitForExitAsync(CancellationToken.None).WaitAsync(s_patience);
        }
        catch (TimeoutException)
        {
            process.Signal(Kill);
        }

        process.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private void ThrowIfBeyond(long end)
    {
        if (end > Length)
        {
            throw new LodgeException(ErrorCode.InvalidArgument, $"The volume has {Length} bytes, and byte {end} would be written.", "Resize the volume first.");
        }
    }
}
