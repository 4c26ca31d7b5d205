using System.Text;

namespace Lodge.Cli.Rendering;

/// <summary>Rows under headings, each column as wide as it must be.</summary>
/// <param name="style">Colours of the headings.</param>
/// <param name="headings">One a column; one that begins with <c>&gt;</c> is aligned to the right.</param>
internal sealed class Table(Style style, params string[] headings)
{
    private readonly List<Cell[]> _rows = [];

    /// <summary>Adds a row.</summary>
    public void Add(params Cell[] cells) => _rows.Add(cells);

    /// <summary>The table, a newline at the end of each row.</summary>
    public override string ToString()
    {
        var titles = headings.Select(heading => new Cell(heading.TrimStart('>'), style.Bold)).ToArray();
        var widths = Enumerable.Range(0, headings.Length)
            .Select(column => _rows.Append(titles).Max(row => row[column].Text.Length))
            .ToArray();

        var text = new StringBuilder();
        foreach (var row in _rows.Prepend(titles))
        {
            Write(text, row, widths);
        }

        return text.ToString();
    }

    private void Write(StringBuilder text, Cell[] row, int[] widths)
    {
        var last = Array.FindLastIndex(row, cell => cell.Text.Length > 0);
        for (var column = 0; column <= last; column++)
        {
            var (cell, pad) = (row[column], new string(' ', widths[column] - row[column].Text.Length));
            var right = headings[column].StartsWith('>');
            text.Append(right ? pad : "").Append(cell.Styled);
            text.Append(column == last ? "" : right ? "  " : pad + "  ");
        }

        text.Append('\n');
    }
}

/// <summary>Text with a colour that does not count for its width.</summary>
/// <param name="Text">What is seen.</param>
/// <param name="Paint">Adds the colour; null for none.</param>
internal readonly record struct Cell(string Text, Func<string, string>? Paint = null)
{
    /// <summary>The text with its colour.</summary>
    public string Styled => Paint is null ? Text : Paint(Text);

    public static implicit operator Cell(string text) => new(Printable.Text(text));
}
