using System.Globalization;
using System.Text;
using Lodge.Model.Errors;

namespace Lodge.Network.Firewall.Tables;

/// <summary>Names and values as nft's language wants them.</summary>
internal static class NftWords
{
    /// <summary>A name of a chain, set or counter that belongs to something; any letters that nft does not take are written as numbers.</summary>
    /// <param name="what">What it is, such as <c>from</c>.</param>
    /// <param name="whose">Whose, such as an interface.</param>
    public static string Name(string what, string whose)
    {
        if (whose.All(IsPlain))
        {
            return $"{what}.{whose}";
        }

        var name = new StringBuilder(what).Append('.');
        foreach (var unit in Encoding.UTF8.GetBytes(whose))
        {
            if (IsPlain((char)unit))
            {
                name.Append((char)unit);
            }
            else
            {
                name.Append(CultureInfo.InvariantCulture, $"/{unit:x2}");
            }
        }

        return name.ToString();
    }

    /// <summary>An interface.</summary>
    /// <exception cref="LodgeException">A rule cannot name it.</exception>
    public static string Interface(string name) =>
        name.AsSpan().IndexOfAny("\"*\\") < 0 && !name.Any(char.IsControl)
            ? $"\"{name}\""
            : throw new LodgeException(
                ErrorCode.InvalidArgument,
                $"The interface '{name}' has a character in its name that rules of the firewall cannot hold.",
                "Give it a name of letters and digits.");

    /// <summary>Several alternatives: one alone as it is, more in braces.</summary>
    public static string AnyOf(IReadOnlyList<string> values) => values.Count == 1 ? values[0] : $"{{ {string.Join(", ", values)} }}";

    /// <summary>Several interfaces.</summary>
    public static string Interfaces(IEnumerable<string> names) => AnyOf([.. names.Order(StringComparer.Ordinal).Select(Interface)]);

    /// <summary>A port, or a range of them.</summary>
    public static string Ports(int first, int? last) => last is { } end && end != first ? $"{first}-{end}" : $"{first}";

    private static bool IsPlain(char letter) => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-' or '_';
}
