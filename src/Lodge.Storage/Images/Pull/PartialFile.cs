using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text.Json;
using Lodge.Model.Images;

namespace Lodge.Storage.Images.Pull;

/// <summary>
/// A download on its way: its bytes, hashed as they come, and beside them what tells whether they can be gone on with
/// after a break, also by a later daemon. It goes by a name that nobody takes for a finished file.
/// </summary>
internal sealed class PartialFile : IAsyncDisposable
{
    private const int Piece = 1 << 20;

    private readonly string _statePath;
    private readonly DigestKind? _kind;
    private readonly FileStream _file;
    private readonly IncrementalHash _published;
    private readonly IncrementalHash _own = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private PartialState _state;

    private PartialFile(string path, DigestKind? kind, PartialState state)
    {
        (Path, _statePath, _kind, _state) = (path, path + ".json", kind, state);
        _published = IncrementalHash.CreateHash(kind == DigestKind.Sha512 ? HashAlgorithmName.SHA512 : HashAlgorithmName.SHA256);
        _file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0, FileOptions.Asynchronous);
    }

    /// <summary>Where it is.</summary>
    public string Path { get; }

    /// <summary>How many bytes are there.</summary>
    public long Length => _file.Length;

    /// <summary>Goes on with a file that is there when it is a part of the same whole, and begins anew otherwise.</summary>
    /// <param name="path">Where it is, or shall be.</param>
    /// <param name="expected">The published digest of the whole; null when there is none.</param>
    /// <param name="cancellationToken">Ends the hashing of what is there.</param>
    public static async Task<PartialFile> OpenAsync(string path, (DigestKind Kind, string Hex)? expected, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        var part = new PartialFile(path, expected?.Kind, new PartialState(expected?.Hex, null, null));
        try
        {
            var known = await part.ReadStateAsync(cancellationToken);
            if (known is null || known.Digest != expected?.Hex || (known.Digest is null && known.ETag is null))
            {
                part.Restart();
            }
            else
            {
                part._state = known;
                await part.HashWhatIsThereAsync(cancellationToken);
            }

            return part;
        }
        catch
        {
            await part.DisposeAsync();
            throw;
        }
    }

    /// <summary>Asks for what is missing.</summary>
    public HttpRequestMessage Request(Uri url)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, url);
        if (Length > 0)
        {
            request.Headers.Range = new RangeHeaderValue(Length, null);

            // Another mirror has another tag for the same bytes; that they are the same is told by the digest.
            if (_state.Url == url && _state.ETag is { } tag)
            {
                request.Headers.IfRange = new RangeConditionHeaderValue(tag);
            }
        }

        return request;
    }

    /// <summary>Whether bytes from elsewhere may follow those that are there.</summary>
    public bool CanGoOnAt(Uri url) => Length == 0 || _state.Digest is not null || _state.Url == url;

    /// <summary>Makes ready for what an answer brings, and keeps what is needed to go on later.</summary>
    /// <returns>Whether the answer's bytes fit: they begin where those that are there end, or anew.</returns>
    public async Task<bool> BeginAsync(Uri url, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.StatusCode == HttpStatusCode.PartialContent && response.Content.Headers.ContentRange?.From != Length)
        {
            return false;
        }

        if (response.StatusCode == HttpStatusCode.OK && Length > 0)
        {
            Restart();
        }

        _state = _state with { Url = url, ETag = response.Headers.ETag is { IsWeak: false } tag ? tag.Tag : null };
        await File.WriteAllBytesAsync(_statePath, JsonSerializer.SerializeToUtf8Bytes(_state, PullJson.Default.PartialState), cancellationToken);
        return true;
    }

    /// <summary>Adds bytes at the end.</summary>
    public async Task AppendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        var writing = _file.WriteAsync(bytes, cancellationToken);
        Hash(bytes.Span);
        await writing;
    }

    /// <summary>Forgets all bytes.</summary>
    public void Restart()
    {
        _file.SetLength(0);
        _file.Position = 0;
        _ = _published.GetHashAndReset();
        _ = _own.GetHashAndReset();
    }

    /// <summary>The digests of the bytes that are there: of the published kind, and SHA-256.</summary>
    public (string Published, string Sha256) Digests() =>
        Convert.ToHexStringLower(_published.GetCurrentHash()) is var published && _kind == DigestKind.Sha512
            ? (published, Convert.ToHexStringLower(_own.GetCurrentHash()))
            : (published, published);

    /// <summary>Deletes it.</summary>
    public void Discard()
    {
        File.Delete(Path);
        File.Delete(_statePath);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _file.DisposeAsync();
        _published.Dispose();
        _own.Dispose();
    }

    private async Task<PartialState?> ReadStateAsync(CancellationToken cancellationToken)
    {
        try
        {
            return File.Exists(_statePath)
                ? JsonSerializer.Deserialize(await File.ReadAllBytesAsync(_statePath, cancellationToken), PullJson.Default.PartialState)
                : null;
        }
        catch (JsonException)
        {
            return null; // Cut off by a crash; the download begins anew.
        }
    }

    private async Task HashWhatIsThereAsync(CancellationToken cancellationToken)
    {
        var buffer = new byte[Piece];
        for (int count; (count = await _file.ReadAsync(buffer, cancellationToken)) > 0;)
        {
            Hash(buffer.AsSpan(0, count));
        }
    }

    private void Hash(ReadOnlySpan<byte> bytes)
    {
        _published.AppendData(bytes);
        if (_kind == DigestKind.Sha512)
        {
            _own.AppendData(bytes);
        }
    }
}
