using System.Globalization;
using System.Text.Json;

namespace Lodge.Model.Vms.Tuning;

/// <summary>Collects values, each from the first place that has one: definition, preset, then what holds otherwise.</summary>
internal sealed class EffectiveValues(VmDefinition definition, VmDefinition filled)
{
    private readonly List<EffectiveValue> _values = [];

    /// <summary>The definition with its preset filled in.</summary>
    public VmDefinition Filled => filled;

    /// <summary>Adds a value.</summary>
    /// <param name="path">Its field.</param>
    /// <param name="get">Reads it from a definition; null when that leaves it open.</param>
    /// <param name="otherwise">What holds when both leave it open.</param>
    /// <param name="source">Where that comes from.</param>
    public void Add(string path, Func<VmDefinition, object?> get, string otherwise, ValueSource source = ValueSource.Default) => _values.Add(
        get(definition) is { } asked ? new EffectiveValue(path, Show(asked), ValueSource.Definition)
        : get(filled) is { } preset ? new EffectiveValue(path, Show(preset), ValueSource.Profile)
        : new EffectiveValue(path, otherwise, source));

    /// <summary>What was collected.</summary>
    public IReadOnlyList<EffectiveValue> ToList() => _values;

    /// <summary>A value for people.</summary>
    public static string Show(object value) => value switch
    {
        bool yes => yes ? "yes" : "no",
        Enum name => JsonNamingPolicy.KebabCaseLower.ConvertName(name.ToString()),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };
}
