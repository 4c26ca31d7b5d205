using System.Text;

namespace Lodge.Cli.Rendering;

/// <summary>
/// Makes text from guests, logs and files harmless: control characters would otherwise drive the reader's terminal.
/// </summary>
internal static class Printable
{
    /// <summary>The text on one line, with control characters shown as <c>\xNN</c>.</summary>
    public static string Text(string text)
    {
        if (!text.Any(char.IsControl))
        {
            return text;
        }

        var result = new StringBuilder(text.Length + 16);
        foreach (var c in text)
        {
            _ = c switch
            {
                '\n' or '\t' => result.Append(' '),
                '\r' => result,
                _ when char.IsControl(c) => result.Append($"\\x{(int)c:x2}"),
                _ => result.Append(c),
            };
        }

        return result.ToString();
    }
}
