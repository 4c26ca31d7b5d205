using System.Text.RegularExpressions;
using Lodge.Libvirt.Errors;

namespace Lodge.Libvirt.Handlers.Events;

/// <summary>Which of QEMU's events a client wants, by name (virConnectDomainQemuMonitorEventRegisterFlags).</summary>
internal sealed class MonitorEventFilter
{
    /// <summary>The name is a regular expression, found anywhere in the event's name.</summary>
    public const uint IsPattern = 1;

    /// <summary>Capitals and small letters are the same.</summary>
    public const uint IgnoreCase = 2;

    private readonly string? _name;
    private readonly StringComparison _comparison;
    private readonly Regex? _pattern;

    /// <summary>Makes one.</summary>
    /// <param name="name">The name or pattern; null for all events.</param>
    /// <param name="flags">What it is.</param>
    /// <exception cref="LibvirtException">It is no pattern.</exception>
    public MonitorEventFilter(string? name, uint flags)
    {
        var ignoreCase = (flags & IgnoreCase) != 0;
        (_name, _comparison) = (name, ignoreCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal);
        if (name is not null && (flags & IsPattern) != 0)
        {
            _pattern = Compile(name, ignoreCase);
        }
    }

    /// <summary>Whether an event is wanted.</summary>
    public bool Matches(string name) =>
        _pattern is { } pattern ? pattern.IsMatch(name) : _name is null || string.Equals(_name, name, _comparison);

    // Of this kind none takes longer than the text is long, whatever a client writes.
    private static Regex Compile(string pattern, bool ignoreCase)
    {
        try
        {
            return new Regex(
                pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | (ignoreCase ? RegexOptions.IgnoreCase : RegexOptions.None));
        }
        catch (Exception wrong) when (wrong is ArgumentException or NotSupportedException)
        {
            throw new LibvirtException(ErrorNumber.InvalidArg, ErrorOrigin.Qemu, $"failed to compile regex {pattern}", wrong);
        }
    }
}
