namespace Lodge.LibvirtXml.Xml;

/// <summary>The words that stand for the members of an enum, both ways.</summary>
/// <param name="words">Each member and its word; where a member has several, the first is written.</param>
internal sealed class Words<T>(params (T Value, string Word)[] words)
    where T : struct, Enum
{
    /// <summary>Words that libvirt knows and Lodge does not do.</summary>
    public string[] Refused { get; init; } = [];

    /// <summary>The word of a member.</summary>
    public string Of(T value)
    {
        foreach (var (candidate, word) in words)
        {
            if (EqualityComparer<T>.Default.Equals(candidate, value))
            {
                return word;
            }
        }

        throw new ArgumentOutOfRangeException(nameof(value), value, "It has no word in libvirt's XML.");
    }

    /// <summary>The word of a member, or null without one.</summary>
    public string? Of(T? value) => value is { } there ? Of(there) : null;

    /// <summary>The word of a member, or null where it has none.</summary>
    public string? OfOrNull(T? value) => value is { } there && words.Any(known => EqualityComparer<T>.Default.Equals(known.Value, there)) ? Of(there) : null;

    /// <summary>The member that an attribute names, or null without the attribute.</summary>
    public T? ReadOrNull(Element element, string attribute) => element.Word(attribute, this);

    /// <summary>The member of a word.</summary>
    /// <exception cref="LibvirtXmlException">It is none, or none that Lodge does.</exception>
    public T Read(string text, Element element, string where)
    {
        foreach (var (value, word) in words)
        {
            if (word == text)
            {
                return value;
            }
        }

        throw Refused.Contains(text)
            ? element.Unsupported($"'{text}' for {where}")
            : element.Invalid($"'{text}' for {where}; known are {string.Join(", ", words.Select(known => known.Word))}");
    }
}
