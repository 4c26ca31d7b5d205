namespace Lodge.Fuzz.Xml;

/// <summary>Makes inputs: documents with something wrong in them, now and then with much of it.</summary>
internal sealed class XmlMutator(int seed, List<string> corpus)
{
    private const int LongestKept = 64 * 1024;

    private static readonly string[] s_awkward =
    [
        "", " ", "0", "-1", "1", "yes", "no", "on", "off", "x", "0x", "0xffffffff", "255", "256", "65536", "2147483647", "2147483648",
        "9223372036854775807", "18446744073709551616", "1e9", "1.5", "NaN", "0-4294967295", "0-3,^2", "é𐍈", "&amp;&lt;", "&#0;", "&#x1F600;", "&x;",
        "00:00:00:00:00:00", "52:54:00:zz:00:01", "/", "../../etc/passwd", "a/b", "KiB", "virtio", "pci", "none", "default",
    ];

    private static readonly string[] s_hostile =
    [
        "<!DOCTYPE d [<!ENTITY a 'aaaa'>]>", "<![CDATA[", "]]>", "<!--", "-->", "<?xml version='1.0' encoding='UTF-16'?>", "<a:b xmlns:a='u'/>",
        "<metadata><x:y xmlns:x='u'>t</x:y></metadata>", "\0", "\u0001", "\uFFFE", "<", ">", "&", "'", "\"",
    ];

    private readonly Random _random = new(seed);
    private readonly List<List<string>> _documents = [.. corpus.Select(XmlPieces.Cut)];

    /// <summary>Keeps an input that showed something new; others will be made of it.</summary>
    public void Keep(string document)
    {
        if (document.Length <= LongestKept)
        {
            _documents.Add(XmlPieces.Cut(document));
        }
    }

    /// <summary>The next input.</summary>
    public string Next()
    {
        List<string> pieces = [.. _documents[_random.Next(_documents.Count)]];
        for (var i = _random.Next(4); i >= 0 && pieces.Count > 0; i--)
        {
            Change(pieces);
        }

        var document = string.Concat(pieces);
        return _random.Next(16) switch
        {
            0 => document[.._random.Next(document.Length + 1)],
            1 => document.Insert(_random.Next(document.Length + 1), s_hostile[_random.Next(s_hostile.Length)]),
            2 => Nested(document),
            _ => document,
        };
    }

    private void Change(List<string> pieces)
    {
        var place = _random.Next(pieces.Count);
        switch (_random.Next(7))
        {
            case 0 when XmlPieces.Opens(pieces[place]):
                pieces.RemoveRange(place, XmlPieces.EndOf(pieces, place) - place);
                break;
            case 1 when XmlPieces.Opens(pieces[place]):
                pieces.InsertRange(place, pieces[place..XmlPieces.EndOf(pieces, place)]);
                break;
            case 2 when place > 0:
                pieces.InsertRange(place, Borrowed());
                break;
            case 3 when pieces[place][0] != '<':
                pieces[place] = s_awkward[_random.Next(s_awkward.Length)];
                break;
            case 4:
                pieces[place] = Bent(pieces[place]);
                break;
            default:
                pieces[place] = WithOtherValue(pieces[place]);
                break;
        }
    }

    private List<string> Borrowed()
    {
        var other = _documents[_random.Next(_documents.Count)];
        var start = _random.Next(other.Count);
        return XmlPieces.Opens(other[start]) ? other[start..XmlPieces.EndOf(other, start)] : [other[start]];
    }

    // The value of one attribute becomes an awkward one, or one of another document.
    private string WithOtherValue(string tag)
    {
        if (Value(tag) is not var (start, end))
        {
            return tag;
        }

        var other = _documents[_random.Next(_documents.Count)];
        var donor = other.Count == 0 ? "" : other[_random.Next(other.Count)];
        var value = _random.Next(3) == 0 && Value(donor) is var (first, last) ? donor[first..last] : s_awkward[_random.Next(s_awkward.Length)];
        return string.Concat(tag.AsSpan(0, start), value, tag.AsSpan(end));
    }

    private (int Start, int End)? Value(string tag)
    {
        var quotes = new List<int>();
        for (var i = 0; i < tag.Length && tag[0] == '<'; i++)
        {
            if (tag[i] == '\'')
            {
                quotes.Add(i);
            }
        }

        var which = quotes.Count < 2 ? 0 : _random.Next(quotes.Count / 2) * 2;
        return quotes.Count < 2 ? null : (quotes[which] + 1, quotes[which + 1]);
    }

    private string Bent(string piece)
    {
        var place = _random.Next(piece.Length);
        return _random.Next(3) switch
        {
            0 => piece.Remove(place, 1),
            1 => piece.Insert(place, ((char)_random.Next(1, 0x300)).ToString()),
            _ => string.Concat(piece.AsSpan(0, place), ((char)_random.Next(32, 127)).ToString(), piece.AsSpan(place + 1)),
        };
    }

    private string Nested(string document)
    {
        var depth = _random.Next(100);
        return _random.Next(2) == 0
            ? string.Concat(Enumerable.Repeat("<domain>", depth)) + document + string.Concat(Enumerable.Repeat("</domain>", depth))
            : "<domain " + string.Join(' ', Enumerable.Range(0, depth * 2).Select(i => $"a{i}=''")) + $">{document}</domain>";
    }
}
