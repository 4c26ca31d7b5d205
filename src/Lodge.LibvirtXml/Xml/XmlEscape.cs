using System.Text;

namespace Lodge.LibvirtXml.Xml;

/// <summary>Escapes texts as libvirt does; blanks that a parser would change in an attribute become references.</summary>
internal static class XmlEscape
{
    public static void Append(StringBuilder text, string value, bool inAttribute)
    {
        foreach (var character in value)
        {
            _ = character switch
            {
                '<' => text.Append("&lt;"),
                '>' => text.Append("&gt;"),
                '&' => text.Append("&amp;"),
                '\'' => text.Append("&apos;"),
                '"' => text.Append("&quot;"),
                '\r' => text.Append("&#13;"),
                '\n' when inAttribute => text.Append("&#10;"),
                '\t' when inAttribute => text.Append("&#9;"),
                < ' ' and not '\n' and not '\t' => text,
                '\uFFFE' or '\uFFFF' => text,
                _ => text.Append(character),
            };
        }
    }
}
