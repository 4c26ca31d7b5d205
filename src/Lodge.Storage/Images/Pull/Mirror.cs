using System.Buffers;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;

namespace Lodge.Storage.Images.Pull;

/// <summary>Fetches from servers, with a limit on their silence.</summary>
/// <param name="http">The client; without a time limit of its own.</param>
/// <param name="stall">How long a server may send nothing.</param>
internal sealed class Mirror(HttpClient http, TimeSpan stall)
{
    private const int Piece = 1 << 17;
    private const int LargestText = 1 << 20;

    /// <summary>Fetches a small file whole.</summary>
    /// <exception cref="HttpRequestException">It cannot be had; the message says why.</exception>
    public async Task<byte[]> FetchSmallAsync(Uri url, CancellationToken cancellationToken)
    {
        using var watch = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        watch.CancelAfter(stall);
        try
        {
            using var response = await http.GetAsync(url, HttpCompletionOption.ResponseHeadersRead, watch.Token);
            if (response.StatusCode != HttpStatusCode.OK)
            {
                throw new HttpRequestException($"it answers {(int)response.StatusCode} {response.ReasonPhrase}");
            }

            await response.Content.LoadIntoBufferAsync(LargestText, watch.Token);
            return await response.Content.ReadAsByteArrayAsync(watch.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new HttpRequestException(Silence);
        }
    }

    /// <summary>Asks once for what a file lacks, and adds what comes.</summary>
    /// <param name="url">Where.</param>
    /// <param name="part">What is there.</param>
    /// <param name="report">Hears how many bytes are there, and of how many.</param>
    /// <param name="cancellationToken">Ends the transfer.</param>
    public async Task<MirrorAnswer> FetchAsync(Uri url, PartialFile part, Action<long, long?> report, CancellationToken cancellationToken)
    {
        using var watch = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        watch.CancelAfter(stall);
        try
        {
            using var request = part.Request(url);
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, watch.Token);
            if (response.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable)
            {
                return AfterTheEnd(part, response.Content.Headers.ContentRange);
            }

            if (response.StatusCode is not (HttpStatusCode.OK or HttpStatusCode.PartialContent))
            {
                return MirrorAnswer.Useless($"answers {(int)response.StatusCode} {response.ReasonPhrase}");
            }

            return await part.BeginAsync(url, response, cancellationToken)
                ? await ReceiveAsync(response, part, report, watch, cancellationToken)
                : MirrorAnswer.Useless("sends another part than it was asked for");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return MirrorAnswer.Useless(Silence);
        }
        catch (HttpRequestException trouble)
        {
            return trouble.InnerException is SocketException ? MirrorAnswer.Useless($"cannot be reached: {trouble.Message}") : MirrorAnswer.Broken(trouble.Message);
        }
    }

    private string Silence => $"has sent nothing for {stall.TotalSeconds:0.#} s";

    private async Task<MirrorAnswer> ReceiveAsync(
        HttpResponseMessage response, PartialFile part, Action<long, long?> report, CancellationTokenSource watch, CancellationToken cancellationToken)
    {
        var total = response.Content.Headers.ContentRange?.Length ?? (part.Length + response.Content.Headers.ContentLength);
        await using var body = await response.Content.ReadAsStreamAsync(watch.Token);
        var buffer = ArrayPool<byte>.Shared.Rent(Piece);
        try
        {
            while (await ReadAsync(body, buffer, watch) is { } count)
            {
                if (count == 0)
                {
                    return total > part.Length ? MirrorAnswer.Broken($"broke off after {part.Length} of {total} bytes") : MirrorAnswer.Whole;
                }

                await part.AppendAsync(buffer.AsMemory(0, count), cancellationToken);
                report(part.Length, total);
            }

            return MirrorAnswer.Broken($"broke off after {part.Length} bytes");
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    // Null: the connection broke. Troubles of our own disk are not caught here.
    private async Task<int?> ReadAsync(Stream body, byte[] buffer, CancellationTokenSource watch)
    {
        watch.CancelAfter(stall);
        try
        {
            return await body.ReadAsync(buffer, watch.Token);
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static MirrorAnswer AfterTheEnd(PartialFile part, ContentRangeHeaderValue? range)
    {
        if (range?.Length == part.Length)
        {
            return MirrorAnswer.Whole;
        }

        part.Restart();
        return MirrorAnswer.Broken("has a shorter file than what came before");
    }
}
