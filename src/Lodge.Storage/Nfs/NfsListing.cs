using Lodge.Xdr;

namespace Lodge.Storage.Nfs;

/// <summary>Reads an answer to READDIRPLUS (RFC 1813, section 3.3.17).</summary>
internal static class NfsListing
{
    /// <summary>A page of a folder.</summary>
    /// <param name="answer">The answer behind its status.</param>
    /// <param name="cookie">Where the page before ended.</param>
    /// <returns>The files of which the server tells all; where this page ended; the folder's state; and whether it was the last.</returns>
    /// <exception cref="XdrException">It is damaged, or leads nowhere.</exception>
    public static (IReadOnlyList<NfsFile> Files, ulong Cookie, ulong Verifier, bool IsLast) Read(ReadOnlySpan<byte> answer, ulong cookie)
    {
        var reader = new XdrReader(answer);
        NfsFile.ReadOptional(ref reader, "", []);
        var (files, verifier, before) = (new List<NfsFile>(), reader.ReadUHyper(), cookie);
        while (reader.ReadPresence())
        {
            reader.ReadUHyper();
            var name = reader.ReadOpaque(NfsNumbers.LongestName);
            cookie = reader.ReadUHyper();
            var file = NfsFile.ReadOptional(ref reader, "", []);
            var handle = reader.ReadPresence() ? reader.ReadOpaque(NfsNumbers.LongestHandle) : null;
            if (file is not null && handle is not null && Text(name) is { } text)
            {
                files.Add(file with { Name = text, Handle = handle });
            }
        }

        var isLast = reader.ReadPresence();
        return isLast || cookie != before ? (files, cookie, verifier, isLast) : throw new XdrException("The list of files does not go on, and does not end.");
    }

    // Names that are no UTF-8 are none that Lodge could ask for again.
    private static string? Text(byte[] name)
    {
        var text = System.Text.Encoding.UTF8.GetString(name);
        return text.Contains('\uFFFD', StringComparison.Ordinal) ? null : text;
    }
}
