using System.Text;

namespace Lodge.Cli.Rendering;

/// <summary>Lines of a label and a value, as <c>lodge info</c> and <c>lodge host</c> have them.</summary>
internal sealed class Details(Style style)
{
    private const int LabelWidth = 12;

    private readonly StringBuilder _text = new();

    /// <summary>A label and its value; nothing when the value is null or empty.</summary>
    public Details Line(string label, string? value, Func<string, string>? paint = null)
    {
        if (!string.IsNullOrEmpty(value))
        {
            var clean = Printable.Text(value);
            _text.Append(style.Dim(label.PadRight(LabelWidth))).Append(paint is null ? clean : paint(clean)).Append('\n');
        }

        return this;
    }

    /// <summary>One label for several lines; nothing when there are none.</summary>
    public Details Lines(string label, IEnumerable<string> values)
    {
        foreach (var value in values)
        {
            Line(label, value);
            label = "";
        }

        return this;
    }

    /// <summary>A line that stands out.</summary>
    public Details Headline(string text)
    {
        _text.Append(style.Bold(Printable.Text(text))).Append('\n');
        return this;
    }

    /// <summary>Lines as they are, indented.</summary>
    public Details Quote(IEnumerable<string> lines)
    {
        foreach (var line in lines)
        {
            _text.Append(' ', LabelWidth).Append("│ ").Append(Printable.Text(line)).Append('\n');
        }

        return this;
    }

    /// <inheritdoc/>
    public override string ToString() => _text.ToString();
}
