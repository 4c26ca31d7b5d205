using System.Text;
using Lodge.Model.Errors;

namespace Lodge.Network.Planning.Dnsmasq;

/// <summary>The text of a file of dnsmasq's, line by line (dnsmasq(8)).</summary>
internal sealed class DnsmasqLines
{
    private readonly StringBuilder _text = new();

    /// <summary>Adds a line.</summary>
    /// <exception cref="LodgeException">It would be more than one.</exception>
    public DnsmasqLines Add(string line)
    {
        if (line.Any(char.IsControl))
        {
            throw new LodgeException(
                ErrorCode.InvalidArgument, $"'{line.ReplaceLineEndings(" ")}' holds a character that cannot be written into dnsmasq's configuration.", "Leave line breaks and control characters out.");
        }

        _text.Append(line).Append('\n');
        return this;
    }

    /// <summary>Adds lines.</summary>
    public DnsmasqLines AddAll(IEnumerable<string> lines)
    {
        foreach (var line in lines)
        {
            Add(line);
        }

        return this;
    }

    /// <summary>A text in quotes.</summary>
    public static string Quoted(string text) => $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    public override string ToString() => _text.ToString();
}
