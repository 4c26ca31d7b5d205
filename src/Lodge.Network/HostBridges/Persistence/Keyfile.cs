namespace Lodge.Network.HostBridges.Persistence;

/// <summary>A text of sections with lines <c>key=value</c> below them, as NetworkManager and systemd-networkd write. Pure.</summary>
/// <param name="Sections">The sections in their order; what stands before the first has an empty name.</param>
internal sealed record Keyfile(IReadOnlyList<KeyfileSection> Sections)
{
    /// <summary>Reads a text.</summary>
    public static Keyfile Read(string text)
    {
        var sections = new List<KeyfileSection>();
        var (name, lines) = ("", new List<string>());
        foreach (var line in text.Split('\n'))
        {
            if (line.Trim() is ['[', .. var next, ']'])
            {
                sections.Add(new KeyfileSection(name, lines));
                (name, lines) = (next, []);
            }
            else
            {
                lines.Add(line);
            }
        }

        sections.Add(new KeyfileSection(name, lines));
        return new Keyfile(sections);
    }

    /// <summary>A value; null when there is none.</summary>
    public string? Find(string section, string key) => Sections.Where(one => one.Name == section).SelectMany(one => one.Lines)
        .Where(line => KeyfileSection.KeyOf(line) == key).Select(line => line[(line.IndexOf('=', StringComparison.Ordinal) + 1)..].Trim()).LastOrDefault();

    /// <summary>The text, one blank line between sections.</summary>
    public override string ToString() => string.Join('\n', Sections.Where(section => section.Name.Length > 0 || section.Text.Length > 0)
        .Select(section => section.Name.Length == 0 ? section.Text : $"[{section.Name}]\n{section.Text}"));
}

/// <summary>A part of a <see cref="Keyfile"/>.</summary>
/// <param name="Name">What stands in brackets.</param>
/// <param name="Lines">What stands below.</param>
internal sealed record KeyfileSection(string Name, IReadOnlyList<string> Lines)
{
    /// <summary>Its lines without blank ones around them.</summary>
    public string Text => string.Join('\n', Lines).Trim('\n') is { Length: > 0 } text ? text + "\n" : "";

    /// <summary>Only the lines whose keys fit, and comments not.</summary>
    public KeyfileSection Where(Func<string, bool> key) => this with { Lines = [.. Lines.Where(line => KeyOf(line) is { } own && key(own))] };

    /// <summary>The key of a line; null when it has none.</summary>
    public static string? KeyOf(string line) => line.TrimStart() is { Length: > 0 } text && text[0] is not ('#' or ';') && text.IndexOf('=', StringComparison.Ordinal) is var end and > 0
        ? text[..end].Trim()
        : null;
}
