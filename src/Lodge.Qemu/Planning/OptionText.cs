using System.Text;

namespace Lodge.Qemu.Planning;

/// <summary>
/// Writes QEMU's <c>head,key=value,...</c> notation. A comma inside of a value is doubled, so that no value can ever
/// bring options of its own (QemuOpts and keyval, util/keyval.c in QEMU's tree).
/// </summary>
internal static class OptionText
{
    /// <summary>The text of an option.</summary>
    /// <param name="head">What stands before the first comma.</param>
    /// <param name="options">Keys and values in order; a null value leaves its key out.</param>
    public static string Of(string head, params ReadOnlySpan<(string Key, string? Value)> options)
    {
        var text = new StringBuilder(Escape(head));
        foreach (var (key, value) in options)
        {
            if (value is not null)
            {
                text.Append(text.Length == 0 ? "" : ",").Append(key).Append('=').Append(Escape(value));
            }
        }

        return text.ToString();
    }

    /// <summary>QEMU's word for a yes or no.</summary>
    public static string Switch(bool on) => on ? "on" : "off";

    private static string Escape(string value) => value.Replace(",", ",,", StringComparison.Ordinal);
}
