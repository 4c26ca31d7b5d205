namespace Lodge.Fuzz.Xml;

/// <summary>Makes inputs: documents with something wrong in them.</summary>
internal sealed class XmlMutator(int seed, List<string> corpus)
{
    private const int LongestKept = 4 * 1024; // longer ones take long

    private static readonly string[] s_awkward =
    [
        "", " ", "0", "-1", "1", "yes", "no", "on", "off", "x", "0x", "0xffffffff", "0xffffffffffffffff", "31", "255", "256", "65536", "2147483647",
        "2147483648", "4294967295", "1048577", "1152921504606846976", "9223372036854775807", "18446744073709551616", "1e9", "1.5", "NaN",
        "0-4294967295", "0-3,^2", "3,1,2", " 1 ", "é𐍈", "&amp;&lt;&#39;&quot;&gt;", "&#0;", "&#9;&#10;&#13;", "&#x1F600;", "&x;", " a\tb\nc ",
        "00:00:00:00:00:00", "52:54:00:zz:00:01", "/", "../../etc/passwd", "a/b", "bytes", "KiB", "KB", "EiB", "virtio", "pci", "none", "default",
        "00000000-0000-0000-0000-000000000000", "ua-mine", "net0", "hd", "vda", "sdzz", "fda", "usb", "sata", "file", "kvm", "custom",
    ];

    private static readonly string[] s_hostile =
    [
        "<!DOCTYPE d [<!ENTITY a 'aaaa'>]>", "<![CDATA[", "]]>", "<!--", "-->", "<?xml version='1.0' encoding='UTF-16'?>", "<a:b xmlns:a='u'/>",
        "<metadata><x:y xmlns:x='u'>t</x:y></metadata>", "\0", "\u0001", "\uFFFE", "\uD800", "<", ">", "&", "'", "\"", " xmlns='u'", " xml:space='preserve'",
    ];

    private readonly Random _random = new(seed);
    private readonly List<List<string>> _documents = [.. corpus.Select(XmlPieces.Cut)];

    /// <summary>Keeps an input that showed something new; others will be made of it.</summary>
    public void Keep(string document)
    {
        if (document.Length is > 0 and <= LongestKept)
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
        return _random.Next(24) switch
        {
            0 => document[.._random.Next(document.Length + 1)],
            1 => document.Insert(_random.Next(document.Length + 1), s_hostile[_random.Next(s_hostile.Length)]),
            _ => document,
        };
    }

    private void Change(List<string> pieces)
    {
        var place = _random.Next(pieces.Count);
        switch (_random.Next(8))
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
            case 3 when !pieces[place].StartsWith('<'):
                pieces[place] = Awkward();
                break;
            case 4:
                pieces[place] = WithoutAttribute(pieces[place]);
                break;
            case 5 when _random.Next(3) == 0:
                pieces[place] = Bent(pieces[place]);
                break;
            default:
                pieces[place] = WithOtherValue(pieces[place]);
                break;
        }
    }

    private List<string> Borrowed()
    {
        var other = Any(_documents);
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

        var donor = Any(Any(_documents));
        var value = _random.Next(2) == 0 && Value(donor) is var (first, last) ? donor[first..last] : Awkward();
        return string.Concat(tag.AsSpan(0, start), value, tag.AsSpan(end));
    }

    private string WithoutAttribute(string tag)
    {
        if (Value(tag) is not var (start, end))
        {
            return tag;
        }

        var name = tag.LastIndexOf(' ', start);
        return name < 0 ? tag : tag.Remove(name, end + 1 - name);
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
        if (piece.Length == 0)
        {
            return Awkward();
        }

        var place = _random.Next(piece.Length);
        return _random.Next(3) switch
        {
            0 => piece.Remove(place, 1),
            1 => piece.Insert(place, ((char)_random.Next(1, 0x300)).ToString()),
            _ => string.Concat(piece.AsSpan(0, place), ((char)_random.Next(32, 127)).ToString(), piece.AsSpan(place + 1)),
        };
    }

    private string Awkward() => Any(s_awkward);

    private T Any<T>(IReadOnlyList<T> list) => list[_random.Next(list.Count)];
}
