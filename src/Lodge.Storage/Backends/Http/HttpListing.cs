using System.Net;
using System.Text.RegularExpressions;
using Lodge.Model.Storage.Validation;

namespace Lodge.Storage.Backends.Http;

/// <summary>
/// The files that the page of a folder lists, as nginx, Apache, Python and others make such pages: only its links count,
/// and of these only those to files right in that folder.
/// </summary>
internal static partial class HttpListing
{
    private const int Most = 10_000;

    /// <summary>Names of the files, each once, in the page's order.</summary>
    /// <param name="page">The page.</param>
    /// <param name="folder">Address of the folder, which ends with a slash.</param>
    public static IReadOnlyList<string> Read(string page, Uri folder) =>
        [.. Links().Matches(page).Select(link => NameIn(folder, WebUtility.HtmlDecode(link.Groups[1].Value))).OfType<string>().Distinct(StringComparer.Ordinal).Take(Most)];

    private static string? NameIn(Uri folder, string link)
    {
        if (!Uri.TryCreate(folder, link, out var address) || address.Query.Length > 0 || address.Fragment.Length > 0
            || address.Scheme != folder.Scheme || address.Authority != folder.Authority
            || !address.AbsolutePath.StartsWith(folder.AbsolutePath, StringComparison.Ordinal))
        {
            return null;
        }

        var rest = address.AbsolutePath[folder.AbsolutePath.Length..];
        var name = Uri.UnescapeDataString(rest);
        return rest.Contains('/', StringComparison.Ordinal) || name.StartsWith('.') || StorageNames.WhyNot(name) is not null ? null : name;
    }

    [GeneratedRegex("""<a\s+(?:[^>]{0,200}?\s)?href\s*=\s*["']([^"'<>]{1,4096})["']""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 2000)]
    private static partial Regex Links();
}
