using System.Globalization;
using System.Text;

namespace Lodge.LibvirtXml.Xml;

/// <summary>Writes XML as libvirt formats it: two blanks a level, attributes in single quotes, no declaration.</summary>
internal sealed class XmlOut
{
    private readonly StringBuilder _text = new();
    private readonly List<Frame> _open = [];

    /// <summary>Opens an element; what is written until it is disposed of belongs to it.</summary>
    public Scope Element(string name) => Open(name, lazy: false);

    /// <summary>Opens an element that is left out when nothing is written into it.</summary>
    public Scope ElementIfAny(string name) => Open(name, lazy: true);

    /// <summary>Writes an attribute of the element that was opened last; nothing for null.</summary>
    public XmlOut Attr(string name, string? value)
    {
        if (value is not null)
        {
            Flush();
            _text.Append(' ').Append(name).Append("='");
            Escape(value, inAttribute: true);
            _text.Append('\'');
        }

        return this;
    }

    public XmlOut Attr(string name, long? value) => Attr(name, value?.ToString(CultureInfo.InvariantCulture));

    public XmlOut YesNo(string name, bool? value) => Attr(name, value is { } known ? known ? "yes" : "no" : null);

    public XmlOut OnOff(string name, bool? value) => Attr(name, value is { } known ? known ? "on" : "off" : null);

    /// <summary>Writes a number in hexadecimal, with that many digits at least.</summary>
    public XmlOut Hex(string name, long? value, int digits) =>
        Attr(name, value is { } known ? "0x" + known.ToString($"x{digits}", CultureInfo.InvariantCulture) : null);

    /// <summary>Writes an empty element without attributes, or nothing unless asked to.</summary>
    public void Flag(string name, bool? present)
    {
        if (present == true)
        {
            Element(name).Dispose();
        }
    }

    /// <summary>Writes <c>&lt;name state='on'/&gt;</c>; nothing for null.</summary>
    public void State(string name, bool? on)
    {
        if (on is not null)
        {
            using var element = Element(name);
            OnOff("state", on);
        }
    }

    /// <summary>Writes an element with a text; nothing for null.</summary>
    public void Leaf(string name, string? text)
    {
        if (text is not null)
        {
            using var element = Element(name);
            Text(text);
        }
    }

    public void Leaf(string name, long? number) => Leaf(name, number?.ToString(CultureInfo.InvariantCulture));

    /// <summary>Writes a size in KiB; nothing for null.</summary>
    public void Size(string name, Lodge.Model.Primitives.ByteSize? size)
    {
        if (size is { } known)
        {
            using var element = Element(name);
            Attr("unit", "KiB");
            Text(Units.KiB(known).ToString(CultureInfo.InvariantCulture));
        }
    }

    /// <summary>Writes the text of the element that was opened last.</summary>
    public void Text(string text)
    {
        Flush();
        _open[^1].Inline = true;
        CloseStart();
        Escape(text, inAttribute: false);
    }

    /// <summary>Writes lines that are XML already, each indented.</summary>
    public void Lines(string xml)
    {
        StartContent();
        foreach (var line in xml.Split('\n'))
        {
            _text.Append(' ', 2 * _open.Count).Append(line).Append('\n');
        }
    }

    /// <inheritdoc/>
    public override string ToString() => _text.ToString();

    private Scope Open(string name, bool lazy)
    {
        if (!lazy)
        {
            StartContent();
        }

        _open.Add(new Frame(name));
        if (!lazy)
        {
            Begin(_open.Count - 1);
        }

        return new Scope(this);
    }

    private void Close()
    {
        var frame = _open[^1];
        _open.RemoveAt(_open.Count - 1);
        if (!frame.Begun)
        {
            return;
        }

        if (!frame.HasContent)
        {
            _text.Append("/>\n");
            return;
        }

        _text.Append(' ', frame.Inline ? 0 : 2 * _open.Count).Append("</").Append(frame.Name).Append(">\n");
    }

    // Begins the elements that wait for something to be written into them.
    private void Flush()
    {
        for (var i = 0; i < _open.Count; i++)
        {
            if (!_open[i].Begun)
            {
                CloseStart(i - 1);
                Begin(i);
            }
        }
    }

    private void StartContent()
    {
        Flush();
        CloseStart();
    }

    private void CloseStart() => CloseStart(_open.Count - 1);

    private void CloseStart(int depth)
    {
        if (depth >= 0 && !_open[depth].HasContent)
        {
            _open[depth].HasContent = true;
            _text.Append(_open[depth].Inline ? ">" : ">\n");
        }
    }

    private void Begin(int depth)
    {
        _open[depth].Begun = true;
        _text.Append(' ', 2 * depth).Append('<').Append(_open[depth].Name);
    }

    private void Escape(string value, bool inAttribute) => XmlEscape.Append(_text, value, inAttribute);

    /// <summary>An open element; disposing of it closes it.</summary>
    public readonly struct Scope(XmlOut output) : IDisposable
    {
        public void Dispose() => output.Close();
    }

    private sealed class Frame(string name)
    {
        public string Name { get; } = name;

        public bool Begun { get; set; }

        public bool HasContent { get; set; }

        public bool Inline { get; set; }
    }
}
