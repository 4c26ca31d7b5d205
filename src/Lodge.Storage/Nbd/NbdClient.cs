using System.Buffers.Binary;
using Lodge.Model.Errors;

namespace Lodge.Storage.Nbd;

/// <summary>
/// A client of an NBD server with one export: one request at a time, simple replies. Whatever the server sends against the
/// protocol ends it.
/// </summary>
internal sealed class NbdClient : IAsyncDisposable
{
    private const int RequestSize = 28;
    private const int ReplySize = 16;
    private const int MostOptionReply = 4096;

    private readonly Stream _stream;
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly byte[] _buffer = new byte[MostOptionReply];
    private ulong _handle;

    private NbdClient(Stream stream) => _stream = stream;

    /// <summary>How much the export has, bytes.</summary>
    public long Size { get; private set; }

    /// <summary>Greets a server and takes its export.</summary>
    /// <exception cref="IOException">It does not speak the protocol, or has no export.</exception>
    public static async Task<NbdClient> OpenAsync(Stream stream, CancellationToken cancellationToken)
    {
        var client = new NbdClient(stream);
        await client.GreetAsync(cancellationToken);
        return client;
    }

    public async ValueTask ReadAsync(Memory<byte> into, long offset, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            await AskAsync(NbdNumbers.Read, offset, into.Length, cancellationToken);
            await _stream.ReadExactlyAsync(into, cancellationToken);
        }
        finally
        {
            _turn.Release();
        }
    }

    public async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, long offset, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            await SendAsync(NbdNumbers.Write, offset, bytes.Length, cancellationToken);
            await _stream.WriteAsync(bytes, cancellationToken);
            await HearAsync(cancellationToken);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Makes a part read as zeros; the server may free its room.</summary>
    public async ValueTask ClearAsync(long offset, int length, CancellationToken cancellationToken) => await RunAsync(NbdNumbers.WriteZeroes, offset, length, cancellationToken);

    public async Task FlushAsync(CancellationToken cancellationToken) => await RunAsync(NbdNumbers.Flush, 0, 0, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        try
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(1));
            await SendAsync(NbdNumbers.Disconnect, 0, 0, patience.Token);
        }
        catch (Exception gone) when (gone is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // It has ended by itself, which is all that was wanted.
            _handle = 0;
        }

        await _stream.DisposeAsync();
        _turn.Dispose();
    }

    private async Task RunAsync(ushort command, long offset, int length, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            await AskAsync(command, offset, length, cancellationToken);
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task AskAsync(ushort command, long offset, int length, CancellationToken cancellationToken)
    {
        await SendAsync(command, offset, length, cancellationToken);
        await HearAsync(cancellationToken);
    }

    private ValueTask SendAsync(ushort command, long offset, int length, CancellationToken cancellationToken)
    {
        var request = new byte[RequestSize];
        BinaryPrimitives.WriteUInt32BigEndian(request, NbdNumbers.Request);
        BinaryPrimitives.WriteUInt16BigEndian(request.AsSpan(6), command);
        BinaryPrimitives.WriteUInt64BigEndian(request.AsSpan(8), ++_handle);
        BinaryPrimitives.WriteInt64BigEndian(request.AsSpan(16), offset);
        BinaryPrimitives.WriteInt32BigEndian(request.AsSpan(24), length);
        return _stream.WriteAsync(request, cancellationToken);
    }

    private async Task HearAsync(CancellationToken cancellationToken)
    {
        var reply = _buffer.AsMemory(0, ReplySize);
        await _stream.ReadExactlyAsync(reply, cancellationToken);
        var (magic, error, handle) = (BinaryPrimitives.ReadUInt32BigEndian(reply.Span), BinaryPrimitives.ReadUInt32BigEndian(reply.Span[4..]), BinaryPrimitives.ReadUInt64BigEndian(reply.Span[8..]));
        if (magic != NbdNumbers.Reply || handle != _handle)
        {
            throw new IOException("The NBD server answers something that was not asked.");
        }

        if (error != 0)
        {
            throw error == NbdNumbers.NoSpace
                ? new LodgeException(ErrorCode.InsufficientResources, "The storage has no room left.", "Make room, and go on where it came to.")
                : new IOException($"The storage refused (error {error}).");
        }
    }

    private async Task GreetAsync(CancellationToken cancellationToken)
    {
        var start = _buffer.AsMemory(0, 18);
        await _stream.ReadExactlyAsync(start, cancellationToken);
        if (BinaryPrimitives.ReadUInt64BigEndian(start.Span) != NbdNumbers.Greeting || BinaryPrimitives.ReadUInt64BigEndian(start.Span[8..]) != NbdNumbers.OptionMagic)
        {
            throw new IOException("This is no NBD server of the newer style.");
        }

        // Flags, then the option with an empty name and no further questions.
        var go = new byte[26];
        BinaryPrimitives.WriteUInt32BigEndian(go, NbdNumbers.FixedNewStyle | NbdNumbers.NoZeroes);
        BinaryPrimitives.WriteUInt64BigEndian(go.AsSpan(4), NbdNumbers.OptionMagic);
        BinaryPrimitives.WriteUInt32BigEndian(go.AsSpan(12), NbdNumbers.OptionGo);
        BinaryPrimitives.WriteUInt32BigEndian(go.AsSpan(16), 6);
        await _stream.WriteAsync(go, cancellationToken);
        while (await HearOptionAsync(cancellationToken))
        {
        }
    }

    // False once the export is ours.
    private async Task<bool> HearOptionAsync(CancellationToken cancellationToken)
    {
        var head = _buffer.AsMemory(0, 20);
        await _stream.ReadExactlyAsync(head, cancellationToken);
        var (magic, type, length) = (BinaryPrimitives.ReadUInt64BigEndian(head.Span), BinaryPrimitives.ReadUInt32BigEndian(head.Span[12..]), BinaryPrimitives.ReadUInt32BigEndian(head.Span[16..]));
        if (magic != NbdNumbers.OptionReply || length > MostOptionReply || type is not (NbdNumbers.ReplyAcknowledged or NbdNumbers.ReplyInfo))
        {
            throw new IOException("The NBD server does not give its export.");
        }

        var body = _buffer.AsMemory(0, (int)length);
        await _stream.ReadExactlyAsync(body, cancellationToken);
        if (type == NbdNumbers.ReplyInfo && length >= 10 && BinaryPrimitives.ReadUInt16BigEndian(body.Span) == NbdNumbers.InfoExport)
        {
            Size = BinaryPrimitives.ReadInt64BigEndian(body.Span[2..]);
        }

        return type != NbdNumbers.ReplyAcknowledged;
    }
}
