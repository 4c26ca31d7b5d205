using System.Text;
using System.Xml;

namespace Lodge.LibvirtXml.Xml;

/// <summary>Reads a text into a light tree that knows its lines, within bounds, without DTDs or entities.</summary>
internal static class XmlTree
{
    private static readonly UTF8Encoding s_strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads bytes, which must be UTF-8.</summary>
    public static Element Parse(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length > XmlLimits.Characters)
        {
            throw TooLarge();
        }

        try
        {
            return Parse(s_strict.GetString(utf8));
        }
        catch (DecoderFallbackException cause)
        {
            throw new LibvirtXmlException(XmlFault.Malformed, "The XML is not UTF-8.", cause: cause);
        }
    }

    /// <summary>Reads a text.</summary>
    public static Element Parse(string text)
    {
        if (text.Length > XmlLimits.Characters)
        {
            throw TooLarge();
        }

        try
        {
            using var reader = XmlReader.Create(new StringReader(text), Settings());
            return new TreeBuilder(reader).Read();
        }
        catch (XmlException cause)
        {
            throw new LibvirtXmlException(
                XmlFault.Malformed, $"The XML cannot be read, at line {cause.LineNumber}: {Shorten(cause.Message)}", cause.LineNumber, cause);
        }
    }

    private static XmlReaderSettings Settings() => new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
        MaxCharactersInDocument = XmlLimits.Characters,
        CheckCharacters = true,
    };

    // The parser quotes what it stumbled over, which may be long.
    private static string Shorten(string message) => message.Length <= 300 ? message : $"{message.AsSpan(0, 300)}…";

    private static LibvirtXmlException TooLarge() => new(XmlFault.Malformed, "The XML is larger than 4 MiB.");
}
