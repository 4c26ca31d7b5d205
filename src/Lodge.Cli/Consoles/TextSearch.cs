using System.Text;

namespace Lodge.Cli.Consoles;

/// <summary>Looks for a text in bytes that come in pieces.</summary>
internal sealed class TextSearch(string text)
{
    private readonly byte[] _wanted = Encoding.UTF8.GetBytes(text);
    private byte[] _kept = [];

    /// <summary>Whether the text is in what came so far.</summary>
    public bool Found { get; private set; } = text.Length == 0;

    /// <summary>Takes the next piece.</summary>
    /// <returns>Whether the text has been found.</returns>
    public bool Add(ReadOnlySpan<byte> piece)
    {
        if (Found)
        {
            return true;
        }

        byte[] window = [.. _kept, .. piece];
        Found = window.AsSpan().IndexOf(_wanted) >= 0;
        _kept = window[Math.Max(0, window.Length - _wanted.Length + 1)..];
        return Found;
    }
}
