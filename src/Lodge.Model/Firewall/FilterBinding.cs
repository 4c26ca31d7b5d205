namespace Lodge.Model.Firewall;

/// <summary>A network filter for a card.</summary>
public sealed record FilterBinding
{
    /// <summary>Name of the filter, such as <c>clean-traffic</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Values of its variables, such as <c>IP</c>; several of one name in order.</summary>
    public IReadOnlyList<FilterParameter>? Parameters { get; init; }
}

/// <summary>A value of a variable of a network filter.</summary>
/// <param name="Name">The variable: letters, digits, <c>_</c>.</param>
/// <param name="Value">The value.</param>
public sealed record FilterParameter(string Name, string Value);
