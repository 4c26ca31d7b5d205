using System.Globalization;
using System.Security.Cryptography;
using Lodge.Model.Errors;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Lodge.Api.Requests;

/// <summary>
/// Entity tags of VMs: <c>"REVISION.DIGEST"</c>. The whole tag names one representation, and answers If-None-Match.
/// A change is guarded by the revision alone, since a VM that merely starts or stops makes nobody's edit stale;
/// <c>"REVISION"</c> is therefore enough for If-Match.
/// </summary>
internal static class ETags
{
    private const int DigestBytes = 6;

    /// <summary>The tag of a VM's representation.</summary>
    public static string Of(long revision, ReadOnlySpan<byte> representation)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(representation, hash);
        return string.Create(CultureInfo.InvariantCulture, $"\"{revision}.{Convert.ToHexStringLower(hash[..DigestBytes])}\"");
    }

    /// <summary>Whether the client has this representation already (RFC 9110, 13.1.2).</summary>
    public static bool IsKnown(HttpRequest request, string tag)
    {
        var known = request.GetTypedHeaders().IfNoneMatch;
        return known.Any(candidate => candidate.Tag == "*" || candidate.Tag == tag);
    }

    /// <summary>The revision that a change is based on (RFC 9110, 13.1.1); null when the client does not care.</summary>
    /// <param name="request">The request.</param>
    /// <param name="present">The present revision, which wins when the client names several.</param>
    /// <exception cref="LodgeException">No tag in the header can be one of Lodge's.</exception>
    public static long? ExpectedRevision(HttpRequest request, long present)
    {
        var header = request.Headers.IfMatch.ToString();
        if (header.Length == 0 || header.Trim() == "*")
        {
            return null;
        }

        var revisions = request.GetTypedHeaders().IfMatch.Select(RevisionOf).OfType<long>().ToArray();
        return revisions.Length == 0
            ? throw new LodgeException(
                ErrorCode.InvalidArgument,
                $"If-Match has no tag of this API: {header}",
                "Send the ETag as it was received, in its quotes.")
            : revisions.Contains(present) ? present : revisions[0];
    }

    private static long? RevisionOf(EntityTagHeaderValue tag)
    {
        var text = tag.Tag.AsSpan().Trim('"');
        var end = text.IndexOf('.');
        return !tag.IsWeak && long.TryParse(end < 0 ? text : text[..end], NumberStyles.None, CultureInfo.InvariantCulture, out var revision)
            ? revision
            : null;
    }
}
