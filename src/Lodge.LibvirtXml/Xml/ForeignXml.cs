using System.Text;

namespace Lodge.LibvirtXml.Xml;

/// <summary>
/// Writes elements of other vocabularies again. Blanks between elements are not theirs and are made anew; where texts and
/// elements are mixed, all stays as it is.
/// </summary>
internal static class ForeignXml
{
    /// <summary>The elements, one a line.</summary>
    /// <param name="elements">What to write.</param>
    /// <param name="quote">The quote around attributes: libvirt writes <c>"</c> in metadata.</param>
    /// <param name="declared">Prefixes that are declared further out.</param>
    public static string ToText(IEnumerable<Element> elements, char quote, params (string Prefix, string Namespace)[] declared)
    {
        var text = new StringBuilder();
        var scope = new PrefixScope(declared);
        foreach (var element in elements)
        {
            Write(text, element, quote, scope, 0, mixed: false);
        }

        return text.ToString().TrimEnd('\n');
    }

    private static void Write(StringBuilder text, Element element, char quote, PrefixScope scope, int depth, bool mixed)
    {
        var outer = scope.Depth;
        text.Append(' ', mixed ? 0 : 2 * depth).Append('<').Append(NameOf(element.Prefix, element.Name));
        Declare(text, element.Prefix, element.Namespace, quote, scope);
        foreach (var attribute in element.Attributes.Where(attribute => !attribute.IsDeclaration))
        {
            // An attribute without a prefix has no namespace, whatever its element has.
            if (attribute.Prefix.Length > 0)
            {
                Declare(text, attribute.Prefix, attribute.Namespace, quote, scope);
            }

            Attribute(text, NameOf(attribute.Prefix, attribute.Name), attribute.Value, quote);
        }

        Content(text, element, quote, scope, depth, mixed);
        scope.Leave(outer);
        text.Append(mixed ? "" : "\n");
    }

    private static void Content(StringBuilder text, Element element, char quote, PrefixScope scope, int depth, bool mixed)
    {
        var inline = mixed || element.Content.OfType<string>().Any(part => part.AsSpan().Trim().Length > 0);
        if (!inline && !element.Elements.Any())
        {
            text.Append("/>");
            return;
        }

        text.Append(inline ? ">" : ">\n");
        foreach (var part in element.Content)
        {
            if (part is Element child)
            {
                Write(text, child, quote, scope, depth + 1, inline);
            }
            else if (inline)
            {
                Escape(text, (string)part, ' ');
            }
        }

        text.Append(' ', inline ? 0 : 2 * depth).Append("</").Append(NameOf(element.Prefix, element.Name)).Append('>');
    }

    private static void Declare(StringBuilder text, string prefix, string @namespace, char quote, PrefixScope scope)
    {
        if (scope.Declare(prefix, @namespace))
        {
            Attribute(text, prefix.Length == 0 ? "xmlns" : $"xmlns:{prefix}", @namespace, quote);
        }
    }

    private static void Attribute(StringBuilder text, string name, string value, char quote)
    {
        text.Append(' ').Append(name).Append('=').Append(quote);
        Escape(text, value, quote);
        text.Append(quote);
    }

    // Line ends in texts become references: the text stands on one line, whatever it is indented by.
    private static void Escape(StringBuilder text, string value, char quote)
    {
        foreach (var character in value)
        {
            _ = character switch
            {
                '<' => text.Append("&lt;"),
                '>' => text.Append("&gt;"),
                '&' => text.Append("&amp;"),
                '"' when quote == '"' => text.Append("&quot;"),
                '\'' when quote == '\'' => text.Append("&apos;"),
                '\n' => text.Append("&#10;"),
                '\r' => text.Append("&#13;"),
                '\t' when quote != ' ' => text.Append("&#9;"),
                _ => text.Append(character),
            };
        }
    }

    private static string NameOf(string prefix, string name) => prefix.Length == 0 ? name : $"{prefix}:{name}";
}
