using System.Text.RegularExpressions;
using Lodge.Model.Images;

namespace Lodge.Storage.Images.Checksums;

/// <summary>
/// Finds the digest of a file in what vendors publish: lines of sha256sum and the like (<c>DIGEST  NAME</c>, or
/// <c>DIGEST *NAME</c>), of BSD (<c>SHA256 (NAME) = DIGEST</c>), or one digest alone; also inside a clearsigned text.
/// </summary>
internal static partial class ChecksumFile
{
    private static readonly int[] DigestLengths = [64, 128];

    /// <summary>The digest of a file, lower-case hex, and its kind; null when the text has none for it.</summary>
    /// <param name="text">The published text.</param>
    /// <param name="file">The file's name without folders.</param>
    /// <param name="kind">The kind that is wanted; null for the strongest that is there.</param>
    public static (DigestKind Kind, string Hex)? Find(string text, string file, DigestKind? kind)
    {
        (DigestKind Kind, string Hex)? best = null;
        foreach (var line in text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (Read(line) is var (name, hex) && (name is null || NameOf(name) == file) && KindOf(hex) is var found
                && (kind is null || kind == found) && (best is null || best.Value.Kind < found))
            {
                best = (found, hex.ToLowerInvariant());
            }
        }

        return best;
    }

    private static (string? Name, string Hex)? Read(string line)
    {
        if (Bsd().Match(line) is { Success: true } bsd)
        {
            return (bsd.Groups["name"].Value, bsd.Groups["hex"].Value) is var pair && IsDigest(pair.Item2) ? pair : null;
        }

        var match = Gnu().Match(line);
        return match.Success && IsDigest(match.Groups["hex"].Value)
            ? (match.Groups["name"] is { Success: true } name ? name.Value : null, match.Groups["hex"].Value)
            : null;
    }

    private static bool IsDigest(string hex) => DigestLengths.Contains(hex.Length);

    private static DigestKind KindOf(string hex) => hex.Length == 64 ? DigestKind.Sha256 : DigestKind.Sha512;

    private static string NameOf(string name) => name[(name.LastIndexOf('/') + 1)..];

    [GeneratedRegex(@"\A(?<hex>[0-9A-Fa-f]+)(?:\s+\*?(?<name>\S.*))?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Gnu();

    [GeneratedRegex(@"\A[A-Z0-9-]+ ?\((?<name>[^)]+)\) ?= ?(?<hex>[0-9A-Fa-f]+)\z", RegexOptions.CultureInvariant)]
    private static partial Regex Bsd();
}
