namespace Lodge.Fuzz.Xml;

/// <summary>A document as the pieces that it is changed by: tags, and the text between them.</summary>
internal static class XmlPieces
{
    /// <summary>Cuts a document; put together, the pieces are the document.</summary>
    public static List<string> Cut(string document)
    {
        var pieces = new List<string>();
        for (var i = 0; i < document.Length;)
        {
            var end = document[i] == '<' ? document.IndexOf('>', i) + 1 : document.IndexOf('<', i);
            end = end <= i ? document.Length : end;
            pieces.Add(document[i..end]);
            i = end;
        }

        return pieces;
    }

    /// <summary>Whether a piece opens an element, or is a whole one.</summary>
    public static bool Opens(string piece) => piece.Length > 2 && piece[0] == '<' && char.IsAsciiLetter(piece[1]);

    /// <summary>The index behind the element that a piece opens.</summary>
    public static int EndOf(List<string> pieces, int start)
    {
        var depth = 0;
        for (var i = start; i < pieces.Count; i++)
        {
            depth += Opens(pieces[i]) && !pieces[i].EndsWith("/>", StringComparison.Ordinal) ? 1 : pieces[i].StartsWith("</", StringComparison.Ordinal) ? -1 : 0;
            if (depth <= 0)
            {
                return i + 1;
            }
        }

        return pieces.Count;
    }
}
