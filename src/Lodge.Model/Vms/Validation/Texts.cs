using System.Globalization;
using System.Text;

namespace Lodge.Model.Vms.Validation;

/// <summary>What texts of a definition may look like.</summary>
internal static class Texts
{
    /// <summary>Bytes of a Unix socket's path: sun_path without its closing zero.</summary>
    public const int SocketPathLimit = 107;

    private const int PathLimit = 4095;
    private const int InterfaceLimit = 15;

    /// <summary>What is wrong with a path on the host; null when nothing is.</summary>
    public static string? PathProblem(string path) => path switch
    {
        "" => "must not be empty",
        _ when path[0] != '/' => $"must be an absolute path, and is '{path}'",
        _ when path.Any(char.IsControl) => "must not contain control characters",
        { Length: > PathLimit } => $"must have at most {PathLimit} characters",
        _ => null,
    };

    /// <summary>What is wrong with the name of an interface (dev_valid_name in Linux's net/core/dev.c); null when nothing is.</summary>
    public static string? InterfaceProblem(string name) => name switch
    {
        "" or "." or ".." => $"must be the name of an interface, and is '{name}'",
        _ when Bytes(name) > InterfaceLimit => $"must have at most {InterfaceLimit} bytes, and is '{name}'",
        _ when name.Any(c => c is '/' or ':' or '%' || char.IsWhiteSpace(c) || char.IsControl(c)) => $"must not contain '/', ':', '%' or blanks, and is '{name}'",
        _ => null,
    };

    /// <summary>Whether a text is safe and plausible as a QEMU name: it never can be read as more options.</summary>
    public static bool IsWord(string text) =>
        text.Length is > 0 and <= 64 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-' or '+') && text[0] is not ('-' or '+');

    /// <summary>Whether all characters are ASCII and can be seen, blanks included.</summary>
    public static bool IsPrintable(string text) => text.All(c => c is >= ' ' and <= '~');

    /// <summary>Length in UTF-8.</summary>
    public static int Bytes(string text) => Encoding.UTF8.GetByteCount(text);

    /// <summary>Bytes that a base 64 text stands for; null when it is none.</summary>
    public static int? Base64Bytes(string text)
    {
        var buffer = new byte[text.Length];
        return Convert.TryFromBase64String(text, buffer, out var length) ? length : null;
    }

    /// <summary>Whether a text is a function of the host's PCI buses, <c>0000:01:00.0</c>.</summary>
    public static bool IsPciFunction(string text) =>
        text is [_, _, _, _, ':', _, _, ':', _, _, '.', >= '0' and <= '7']
        && IsHex(text[..4]) && IsHex(text[5..7])
        && byte.TryParse(text.AsSpan(8, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var slot) && slot < 32;

    /// <summary>Whether a text consists of hexadecimal digits.</summary>
    public static bool IsHex(string text) => text.All(char.IsAsciiHexDigit);
}
