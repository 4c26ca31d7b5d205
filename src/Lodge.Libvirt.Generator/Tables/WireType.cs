using System.Globalization;
using System.Text.RegularExpressions;

namespace Lodge.Libvirt.Generator.Tables;

/// <summary>A type as the table writes it: <c>int</c>, <c>string?</c>, <c>Domain[16384]</c>, <c>char[=32]</c>.</summary>
/// <param name="Name">A built-in type, or one that the table declares.</param>
/// <param name="Optional">A presence word comes first.</param>
/// <param name="Most">For an array with a count: most elements.</param>
/// <param name="Exactly">For an array without one: how many elements.</param>
internal sealed record WireType(string Name, bool Optional, int? Most, int? Exactly)
{
    private static readonly Regex s_notation = new(@"^([A-Za-z]\w*)(\?)?(?:\[(=)?(\d+)\])?$", RegexOptions.CultureInvariant);

    /// <summary>Reads the notation; null when it is none.</summary>
    public static WireType? Parse(string text)
    {
        var match = s_notation.Match(text);
        if (!match.Success)
        {
            return null;
        }

        int? count = match.Groups[4].Success ? int.Parse(match.Groups[4].Value, CultureInfo.InvariantCulture) : null;
        var isFixed = match.Groups[3].Success;
        var optional = match.Groups[2].Success;
        return optional && count is not null
            ? null
            : new WireType(match.Groups[1].Value, optional, isFixed ? null : count, isFixed ? count : null);
    }
}
