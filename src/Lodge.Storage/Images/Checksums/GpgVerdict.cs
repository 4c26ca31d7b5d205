using Lodge.Model.Images;

namespace Lodge.Storage.Images.Checksums;

/// <summary>What gpgv says of a signature.</summary>
/// <param name="Outcome">What came of it.</param>
/// <param name="Signer">Fingerprint of the vendor's key that signed; null unless good.</param>
/// <param name="IsBad">Whether a key that is known says that the text is not what was signed.</param>
internal sealed record GpgVerdict(SignatureOutcome Outcome, string? Signer, bool IsBad)
{
    private const string Mark = "[GNUPG:] ";

    /// <summary>Reads gpgv's status lines: doc/DETAILS in GnuPG's tree.</summary>
    /// <param name="status">What it wrote to its status descriptor.</param>
    /// <param name="fingerprints">Keys of the vendor; only they count.</param>
    public static GpgVerdict Read(string status, IReadOnlyList<string> fingerprints)
    {
        var isBad = false;
        foreach (var line in status.Split('\n').Where(line => line.StartsWith(Mark, StringComparison.Ordinal)))
        {
            var words = line[Mark.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words is ["VALIDSIG", _, ..])
            {
                // The key that signed stands first; the key that it belongs to stands last.
                var signer = new[] { words[^1], words[1] }.FirstOrDefault(key => fingerprints.Contains(key, StringComparer.OrdinalIgnoreCase));
                if (signer is not null)
                {
                    return new GpgVerdict(SignatureOutcome.Good, signer, IsBad: false);
                }
            }

            isBad |= words is ["BADSIG", ..];
        }

        return new GpgVerdict(SignatureOutcome.Unchecked, null, isBad);
    }
}
