using System.Text;

namespace Lodge.Libvirt.Handlers.Hosts;

/// <summary>Short texts as the protocol has them in arrays of characters: ASCII, with a zero behind.</summary>
internal static class FixedText
{
    /// <summary>A text in an array of exactly so many characters.</summary>
    public static byte[] Exactly(string text, int length)
    {
        var bytes = new byte[length];
        Encoding.ASCII.GetBytes(text.AsSpan(0, Math.Min(text.Length, length - 1)), bytes);
        return bytes;
    }

    /// <summary>A text in an array that is just long enough.</summary>
    public static byte[] Of(string text) => Exactly(text, text.Length + 1);
}
