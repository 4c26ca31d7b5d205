namespace Lodge.Cli.Rendering;

/// <summary>Colours as terminals understand them (ECMA-48 SGR), or none.</summary>
/// <param name="Enabled">Whether there are colours.</param>
internal readonly record struct Style(bool Enabled)
{
    /// <summary>Text as it is.</summary>
    public static Style Plain => new(false);

    /// <summary>Stands out.</summary>
    public string Bold(string text) => Wrap("1", text);

    /// <summary>Stands back.</summary>
    public string Dim(string text) => Wrap("2", text);

    /// <summary>Wrong.</summary>
    public string Red(string text) => Wrap("31", text);

    /// <summary>Well.</summary>
    public string Green(string text) => Wrap("32", text);

    /// <summary>Worth a look.</summary>
    public string Yellow(string text) => Wrap("33", text);

    private string Wrap(string code, string text) => Enabled && text.Length > 0 ? $"\e[{code}m{text}\e[0m" : text;
}
