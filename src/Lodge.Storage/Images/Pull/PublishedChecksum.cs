using Lodge.Model.Errors;
using Lodge.Model.Images;
using Lodge.Storage.Images.Checksums;

namespace Lodge.Storage.Images.Pull;

/// <summary>What a vendor publishes of a file's digest, and who signed that.</summary>
/// <param name="Digest">The digest; null when the vendor publishes none.</param>
/// <param name="Verdict">What came of the signature.</param>
internal sealed record PublishedChecksum((DigestKind Kind, string Hex)? Digest, GpgVerdict Verdict)
{
    /// <summary>Fetches it, and checks its signature where this host has the key.</summary>
    /// <exception cref="LodgeException">It cannot be had, does not name the file, or its signature is bad.</exception>
    public static async Task<PublishedChecksum> FetchAsync(
        CatalogueDownload download, Mirror mirror, Keyrings keyrings, string workFolder, CancellationToken cancellationToken)
    {
        if (download.Checksums is not { } url)
        {
            return new PublishedChecksum(null, new GpgVerdict(SignatureOutcome.None, null, IsBad: false));
        }

        var text = await FetchAsync(mirror, url, cancellationToken);
        var file = Uri.UnescapeDataString(download.Urls[0].Segments[^1]);
        var digest = ChecksumFile.Find(System.Text.Encoding.UTF8.GetString(text), file, download.Digest) ?? throw new LodgeException(
            ErrorCode.BadFile, $"The checksums at {url} have none for '{file}'.", "The vendor may have renamed its files: look there, and correct the address in a file of images of your own.");
        return new PublishedChecksum(digest, await CheckSignatureAsync(download, text, mirror, keyrings, workFolder, cancellationToken));
    }

    private static async Task<GpgVerdict> CheckSignatureAsync(
        CatalogueDownload download, byte[] text, Mirror mirror, Keyrings keyrings, string workFolder, CancellationToken cancellationToken)
    {
        if (download.Signature is not { } signature)
        {
            return new GpgVerdict(SignatureOutcome.None, null, IsBad: false);
        }

        var folder = Directory.CreateDirectory(Path.Combine(workFolder, $"signature-{Guid.NewGuid():N}"));
        try
        {
            var signed = Path.Combine(folder.FullName, "checksums");
            await File.WriteAllBytesAsync(signed, text, cancellationToken);
            string? detached = null;
            if (signature is { Kind: SignatureKind.Detached, Url: { } url })
            {
                detached = Path.Combine(folder.FullName, "signature");
                await File.WriteAllBytesAsync(detached, await FetchAsync(mirror, url, cancellationToken), cancellationToken);
            }

            var verdict = await keyrings.CheckAsync(signed, detached, signature.Fingerprints, cancellationToken);
            return verdict.IsBad
                ? throw new LodgeException(
                    ErrorCode.BadFile, $"The signature over {download.Checksums} is bad: somebody changed the checksums after they were signed.", "Nothing was downloaded. Try again later, and from another network.")
                : verdict;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<byte[]> FetchAsync(Mirror mirror, Uri url, CancellationToken cancellationToken)
    {
        try
        {
            return await mirror.FetchSmallAsync(url, cancellationToken);
        }
        catch (HttpRequestException trouble)
        {
            throw new LodgeException(ErrorCode.Unreachable, $"{url} cannot be fetched: {trouble.Message}.", "See that the network is there, and try again.", trouble);
        }
    }
}
