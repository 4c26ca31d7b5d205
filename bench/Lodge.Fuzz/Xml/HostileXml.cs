using System.Text;

namespace Lodge.Fuzz.Xml;

/// <summary>
/// Makes inputs that mean harm by their size or form: deep nesting, bombs of entities, up to a million attributes or
/// elements, texts of megabytes, long sets of numbers, and documents in other encodings. Most are small, some are huge.
/// </summary>
internal sealed class HostileXml(int seed)
{
    private const int MostDoublings = 20;
    private const string Domain = "<domain type='qemu'><name>a</name><memory>1048576</memory><os><type>hvm</type></os>{0}</domain>";

    private static readonly Encoding[] s_encodings =
    [
        new UnicodeEncoding(bigEndian: false, byteOrderMark: true), new UnicodeEncoding(bigEndian: true, byteOrderMark: true),
        new UTF32Encoding(bigEndian: false, byteOrderMark: true), new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), Encoding.Latin1,
    ];

    private static readonly string[] s_names = ["UTF-16", "UTF-8", "utf-8", "ISO-8859-1", "UTF-32", "UTF-7", "IBM037", "no-such", ""];

    private readonly Random _random = new(seed);

    /// <summary>The next input.</summary>
    public byte[] Next()
    {
        var count = 1 << _random.Next(MostDoublings + 1);
        count += _random.Next(count);
        return _random.Next(4) == 0 ? Encoded() : Encoding.UTF8.GetBytes(Large(Math.Min(count, 1_000_000)));
    }

    private string Large(int count) => _random.Next(17) switch
    {
        0 => Times(count, _ => "<domain>"),
        1 => Times(count, _ => "<a>") + Times(count, _ => "</a>"),
        2 => "<domain " + Times(count, i => $" a{i}=''") + "/>",
        3 => In(Times(count, _ => "<a/>")),
        4 => "<!DOCTYPE d [<!ENTITY e0 'ha'>" + Times(count, i => $"<!ENTITY e{i + 1} '&e{i};&e{i};'>") + $"]><domain>&e{count};</domain>",
        5 => "<!DOCTYPE d [<!ENTITY x SYSTEM 'file:///dev/zero'>]><domain>&x;</domain>",
        6 => In($"<description>{new string('x', count * 4)}</description>"),
        7 => $"<disk type='{new string('x', count * 4)}'/>",
        8 => In($"<vcpu cpuset='{Times(count, _ => "0-8191,")}1'>1</vcpu>"),
        9 => In("<metadata><m:m xmlns:m='u'>" + Nested(Math.Min(count, 60), Times(count, _ => "<m:a/>")) + "</m:m></metadata>"),
        10 => In("<metadata><m xmlns='u'" + Times(Math.Min(count, 60), i => $" xmlns:p{i}='u{i}' p{i}:a=''") + ">" + Times(count, _ => "<p1:a/>") + "</m></metadata>"),
        11 => In("<cpu><numa>" + Times(Math.Min(count, 1024), i => $"<cell id='{i}' cpus='{i}' memory='1'/>") + "</numa></cpu><memoryBacking><hugepages>"
            + Times(count, i => $"<page size='2' unit='M' nodeset='{i % 1024},^{i}'/>") + "</hugepages></memoryBacking>"),
        12 => In("<devices>" + Times(count, i => $"<disk type='file' device='disk'><source file='/{i}'/><target dev='vd{(char)('a' + (i % 26))}'/></disk>") + "</devices>"),
        13 => In("<devices>" + Times(count, i => $"<controller type='usb' index='{i}' model='ich9-uhci1'/>") + "</devices>"),
        14 => $"<!--{new string(' ', count * 4)}--><?a {new string('?', count)}?><domain/>",
        15 => In("<cputune>" + Times(count, i => $"<vcpupin vcpu='{i}' cpuset='0-8191,^{i % 8192}'/>") + "</cputune>"),
        _ => In($"<iothreads>{count}</iothreads><iothreadids>" + Times(count, i => $"<iothread id='{i * 2}'/>") + "</iothreadids>"),
    };

    // A document that says one encoding, and is in another.
    private byte[] Encoded()
    {
        var encoding = s_encodings[_random.Next(s_encodings.Length)];
        var said = _random.Next(3) == 0 ? "" : $"<?xml version='1.0' encoding='{s_names[_random.Next(s_names.Length)]}'?>";
        byte[] bytes = [.. encoding.GetPreamble(), .. encoding.GetBytes(said + In("<title>é𐍈</title>"))];
        for (var i = _random.Next(3); i > 0; i--)
        {
            bytes[_random.Next(bytes.Length)] = (byte)_random.Next(128, 256);
        }

        return bytes;
    }

    private static string In(string inner) => string.Format(System.Globalization.CultureInfo.InvariantCulture, Domain, inner);

    // Each level declares, and uses, prefixes of its own.
    private static string Nested(int depth, string inner) =>
        Times(depth, level => "<m:n" + Times(50, i => $" xmlns:p{level}x{i}='u' p{level}x{i}:a=''") + ">") + inner + Times(depth, _ => "</m:n>");

    private static string Times(int count, Func<int, string> make)
    {
        var text = new StringBuilder();
        for (var i = 0; i < count; i++)
        {
            text.Append(make(i));
        }

        return text.ToString();
    }
}
