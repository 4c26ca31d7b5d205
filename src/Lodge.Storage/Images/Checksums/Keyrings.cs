using Lodge.Model.Errors;
using Lodge.Model.Images;
using Lodge.Storage.Tools;

namespace Lodge.Storage.Images.Checksums;

/// <summary>Checks signatures with gpgv against the keyrings that this host has.</summary>
internal sealed class Keyrings(IReadOnlyList<string> folders)
{
    private static readonly string[] Endings = [".gpg", ".kbx", ".pgp"];

    /// <summary>Checks the signature over a file.</summary>
    /// <param name="signed">The signed file, or the clearsigned one.</param>
    /// <param name="signature">The file with the detached signature; null when the signed file carries it.</param>
    /// <param name="fingerprints">Keys of the vendor.</param>
    /// <param name="cancellationToken">Ends gpgv.</param>
    public async Task<GpgVerdict> CheckAsync(
        string signed, string? signature, IReadOnlyList<string> fingerprints, CancellationToken cancellationToken)
    {
        var rings = folders.Where(Directory.Exists)
            .SelectMany(Directory.EnumerateFiles)
            .Where(file => Endings.Contains(Path.GetExtension(file)))
            .Order(StringComparer.Ordinal)
            .ToList();
        if (rings.Count == 0)
        {
            return new GpgVerdict(SignatureOutcome.Unchecked, null, IsBad: false);
        }

        string[] files = signature is null ? [signed] : [signature, signed];
        try
        {
            var result = await new HostTool("gpgv", "gpgv").RunAsync(
                ["--status-fd", "1", .. rings.SelectMany(ring => (string[])["--keyring", ring]), "--", .. files], "/", cancellationToken);
            return GpgVerdict.Read(result.Output, fingerprints);
        }
        catch (LodgeException missing) when (missing.Error.Code == ErrorCode.Unsupported)
        {
            return new GpgVerdict(SignatureOutcome.Unchecked, null, IsBad: false);
        }
    }
}
