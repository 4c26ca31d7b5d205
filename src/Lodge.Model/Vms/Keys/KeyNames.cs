using System.Collections.Frozen;

namespace Lodge.Model.Vms.Keys;

/// <summary>Finds keys by what people and programs call them.</summary>
internal static class KeyNames
{
    private static readonly Dictionary<string, string> s_short = new()
    {
        ["control"] = "ctrl",
        ["ctl"] = "ctrl",
        ["altgr"] = "alt_r",
        ["del"] = "delete",
        ["ins"] = "insert",
        ["enter"] = "ret",
        ["return"] = "ret",
        ["escape"] = "esc",
        ["space"] = "spc",
        ["bksp"] = "backspace",
        ["pageup"] = "pgup",
        ["pagedown"] = "pgdn",
        ["win"] = "meta_l",
        ["super"] = "meta_l",
        ["meta"] = "meta_l",
        ["capslock"] = "caps_lock",
        ["numlock"] = "num_lock",
        ["scrolllock"] = "scroll_lock",
        ["printscreen"] = "print",
        ["sysrq"] = "print",
        ["period"] = "dot",
        ["grave"] = "grave_accent",
        ["asterisk"] = "kp_multiply",
    };

    // Windows has numbers for 'either' and for the left one of these; QEMU has the left one only.
    private static readonly FrozenDictionary<int, string> s_leftOnWindows =
        new Dictionary<int, string> { [0xa0] = "shift", [0xa2] = "ctrl", [0xa4] = "alt" }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, Key> s_byName = Index();

    /// <summary>Every name that a key can be called by.</summary>
    public static IEnumerable<string> All => s_byName.Keys;

    /// <summary>The key of a name: QEMU's, a short one, or Linux' with or without <c>KEY_</c>; in any case.</summary>
    public static Key? Find(string name) => s_byName.GetValueOrDefault(name);

    /// <summary>The key of a number; the first in the table where several have it.</summary>
    public static Key? Find(int code, KeyCodeSet set) =>
        set == KeyCodeSet.Win32 && s_leftOnWindows.TryGetValue(code, out var left)
            ? Find(left)
            : KeyTable.All.FirstOrDefault(key => key.In(set) == code);

    private static FrozenDictionary<string, Key> Index()
    {
        var index = new Dictionary<string, Key>(StringComparer.OrdinalIgnoreCase);
        foreach (var key in KeyTable.All)
        {
            index[key.Name] = key;
        }

        foreach (var (name, meant) in s_short)
        {
            index[name] = index[meant];
        }

        foreach (var key in KeyTable.All)
        {
            index[key.LinuxName] = key;
            index.TryAdd(key.LinuxName["KEY_".Length..], key);
        }

        return index.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
    }
}
