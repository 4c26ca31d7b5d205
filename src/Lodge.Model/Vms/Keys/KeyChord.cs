using System.Globalization;
using Lodge.Model.Errors;
using Lodge.Model.Text;

namespace Lodge.Model.Vms.Keys;

/// <summary>Keys that are pressed together, such as ctrl-alt-delete.</summary>
public sealed record KeyChord
{
    /// <summary>Most keys that can be pressed together.</summary>
    public const int MostKeys = 16;

    private KeyChord(IReadOnlyList<string> keys) => Keys = keys;

    /// <summary>The keys in the order of pressing, by QEMU's names (QKeyCode).</summary>
    public IReadOnlyList<string> Keys { get; }

    /// <summary>Reads a chord.</summary>
    /// <param name="text">Names or numbers with <c>-</c> or <c>+</c> between them: <c>ctrl-alt-del</c>, <c>29-56-111</c>.</param>
    /// <param name="set">What the numbers mean; numbers are decimal, or hexadecimal with <c>0x</c>.</param>
    /// <exception cref="LodgeException"><see cref="ErrorCode.InvalidArgument"/>: an unknown key, none, or too many.</exception>
    public static KeyChord Parse(string text, KeyCodeSet set)
    {
        var parts = text.Split('-', '+');
        return parts.Length <= MostKeys
            ? new KeyChord([.. parts.Select(part => KeyOf(part, text, set).Name)])
            : throw new LodgeException(
                ErrorCode.InvalidArgument, $"'{text}' has {parts.Length} keys; at most {MostKeys} can be pressed together.", "Send them one after the other.");
    }

    /// <inheritdoc/>
    public override string ToString() => string.Join('-', Keys);

    private static Key KeyOf(string part, string text, KeyCodeSet set)
    {
        var key = set switch
        {
            KeyCodeSet.Names => KeyNames.Find(part),
            KeyCodeSet.Linux => Number(part) is { } code ? KeyNames.Find(code, set) : KeyNames.Find(part),
            _ => Number(part) is { } code ? KeyNames.Find(code, set) : null,
        };
        return key ?? throw Unknown(part, text, set);
    }

    private static int? Number(string text) => text.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
        ? int.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var hexadecimal) ? hexadecimal : null
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var code) ? code : null;

    private static LodgeException Unknown(string part, string text, KeyCodeSet set)
    {
        if (set is not (KeyCodeSet.Names or KeyCodeSet.Linux))
        {
            return new LodgeException(
                ErrorCode.InvalidArgument, $"'{part}' in '{text}' is not the number of a key in that set of codes.", "Or name the keys: ctrl-alt-del.");
        }

        if (set == KeyCodeSet.Names && Number(part) is not null)
        {
            return new LodgeException(ErrorCode.InvalidArgument, $"There is no key '{part}'.", "Say what numbers mean by a code set, such as 'linux'.");
        }

        var near = Suggestion.For(part, KeyNames.All);
        return new LodgeException(
            ErrorCode.InvalidArgument,
            part.Length == 0 ? $"'{text}' lacks a key beside a '-'." : $"There is no key '{part}'.",
            near is not null && part.Length > 0
                ? $"Did you mean '{near}'?"
                : "Join keys by '-', such as ctrl-alt-del; letters, digits, f1 to f12, ret, esc, tab, spc, up, minus and many more have names.");
    }
}
