namespace Lodge.Fuzz.Xml;

/// <summary>Takes from a document what a finding does not need.</summary>
internal static class XmlShrinker
{
    private const int MostTries = 3000;

    /// <summary>The smallest document found that still does it.</summary>
    public static string Shrink(string document, Func<string, bool> stillDoes)
    {
        var pieces = XmlPieces.Cut(document);
        var tries = 0;
        for (var i = 0; i < pieces.Count && tries < MostTries;)
        {
            var end = XmlPieces.Opens(pieces[i]) ? XmlPieces.EndOf(pieces, i) : i + 1;
            List<string> without = [.. pieces[..i], .. pieces[end..]];
            tries++;
            if (stillDoes(string.Concat(without)))
            {
                pieces = without;
            }
            else
            {
                i++;
            }
        }

        return string.Concat(pieces);
    }
}
