using System.Globalization;
using Lodge.Model.Primitives;

namespace Lodge.LibvirtXml.Xml;

/// <summary>Typed values of attributes and elements.</summary>
internal static class ElementValues
{
    private const int LongestShown = 500;

    /// <summary>A text for people, which may quote what has no end: the beginning of it.</summary>
    public static string Short(string text) => text.Length <= LongestShown ? text : $"{text.AsSpan(0, LongestShown)}…";

    /// <summary>The attribute, which must be there.</summary>
    public static string Need(this Element element, string name) =>
        element.Attr(name) is { Length: > 0 } value ? value : throw element.Invalid($"missing attribute '{name}' of <{element.Name}>");

    /// <summary>The child, which must be there.</summary>
    public static Element NeedChild(this Element element, string name) =>
        element.Child(name) ?? throw element.Invalid($"missing element <{name}> in <{element.Name}>");

    /// <summary>The child's text, or null where there is no child or no text.</summary>
    public static string? TextOf(this Element element, string name) => element.Child(name)?.Text is { Length: > 0 } text ? text : null;

    /// <summary>Checks that an attribute, if there, says only what Lodge does anyway.</summary>
    public static void Accept(this Element element, string name, params string[] values)
    {
        if (element.Attr(name) is { } value && !values.Contains(value))
        {
            throw element.Unsupported($"'{value}' for the attribute '{name}' of <{element.Name}>");
        }
    }

    public static bool? OnOff(this Element element, string name) => Flag(element, name, "on", "off");

    public static bool? YesNo(this Element element, string name) => Flag(element, name, "yes", "no");

    /// <summary>A child such as <c>&lt;pmu state='on'/&gt;</c>; its presence alone means on.</summary>
    public static bool? StateOf(this Element element, string name) =>
        element.Child(name) is { } child ? child.OnOff("state") ?? true : null;

    /// <summary>Whether a child is there that means something by that alone; null when it is not.</summary>
    public static bool? Presence(this Element element, string name) => element.Child(name) is null ? null : true;

    public static T? Word<T>(this Element element, string name, Words<T> words)
        where T : struct, Enum => element.Attr(name) is { } value ? words.Read(value, element, $"the attribute '{name}' of <{element.Name}>") : null;

    public static T? WordOf<T>(this Element element, string name, Words<T> words)
        where T : struct, Enum => element.Child(name) is { } child ? words.Read(child.Text, child, $"<{name}>") : null;

    /// <summary>A whole number, decimal or hexadecimal with 0x.</summary>
    public static int? Int(this Element element, string name) => (int?)Number(element, name, int.MinValue, int.MaxValue);

    public static long? Long(this Element element, string name) => Number(element, name, long.MinValue, long.MaxValue);

    public static int NeedInt(this Element element, string name) => element.Int(name) ?? throw Missing(element, name);

    public static int? IntOf(this Element element, string name) => (int?)NumberOf(element, name, int.MinValue, int.MaxValue);

    public static long? LongOf(this Element element, string name) => NumberOf(element, name, long.MinValue, long.MaxValue);

    /// <summary>The element's own text as a number.</summary>
    public static long OwnNumber(this Element element, long least = long.MinValue, long most = long.MaxValue) =>
        Parse(element.Text, element, $"<{element.Name}>", least, most);

    /// <summary>The element's own text as a size, in the unit that it names; KiB without one, and then rounded up to them.</summary>
    public static ByteSize OwnSize(this Element element, string unit = "KiB") =>
        Units.Bytes(OwnNumber(element, 0), element.Attr("unit") ?? unit, element, wholeKiB: unit == "KiB");

    public static ByteSize? SizeOf(this Element element, string name, string unit = "KiB") => element.Child(name)?.OwnSize(unit);

    /// <summary>An attribute as a size, in the unit that a second one names, rounded up to KiB.</summary>
    public static ByteSize? Size(this Element element, string name, string unitName = "unit") =>
        Number(element, name, 0, long.MaxValue) is { } number ? Units.Bytes(number, element.Attr(unitName) ?? "KiB", element, wholeKiB: true) : null;

    public static Guid Uuid(this Element element, string text) =>
        Guid.TryParse(text, out var id) ? id : throw element.Invalid($"'{text}' is not a UUID");

    private static LibvirtXmlException Missing(Element element, string name) =>
        element.Invalid($"missing attribute '{name}' of <{element.Name}>");

    private static bool? Flag(Element element, string name, string yes, string no)
    {
        var value = element.Attr(name);
        return value is null ? null
            : value == yes ? true
            : value == no ? false
            : throw element.Invalid($"'{value}' for the attribute '{name}' of <{element.Name}>; it is '{yes}' or '{no}'");
    }

    private static long? Number(Element element, string name, long least, long most) =>
        element.Attr(name) is { } value ? Parse(value, element, $"the attribute '{name}' of <{element.Name}>", least, most) : null;

    private static long? NumberOf(Element element, string name, long least, long most) =>
        element.Child(name) is { } child ? Parse(child.Text, child, $"<{name}>", least, most) : null;

    private static long Parse(string text, Element element, string what, long least, long most)
    {
        var trimmed = text.AsSpan().Trim();
        var read = trimmed.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
            ? long.TryParse(trimmed[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number)
            : long.TryParse(trimmed, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number);
        return read && number >= least && number <= most ? number
            : throw element.Invalid($"'{text}' for {what} is not a whole number in its range");
    }
}
