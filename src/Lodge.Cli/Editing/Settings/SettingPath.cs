namespace Lodge.Cli.Editing.Settings;

/// <summary>Translates what people type into the path of a field in the definition's JSON. Pure.</summary>
internal static class SettingPath
{
    private const string Any = "*";

    /// <summary>
    /// The path: that of a short name; else the words themselves, with <c>disk</c> for <c>disks</c> and the like, and
    /// <c>read-only</c> for <c>readOnly</c>.
    /// </summary>
    public static string Of(string name)
    {
        var parts = name.Split('.');
        foreach (var setting in SettingNames.All)
        {
            if (Match(setting.Name.Split('.'), parts) is { } named)
            {
                return string.Join('.', setting.Path.Split('.').Select(part => part == Any ? named : part));
            }
        }

        return string.Join('.', parts.Select((part, index) => index == 0 ? First(part, parts.Length) : Field(part, parts, index)));
    }

    // What '*' stands for; empty when the pattern has none, null when it does not match.
    private static string? Match(string[] pattern, string[] parts)
    {
        if (pattern.Length != parts.Length)
        {
            return null;
        }

        var named = "";
        for (var i = 0; i < parts.Length; i++)
        {
            if (pattern[i] == Any)
            {
                named = parts[i];
            }
            else if (pattern[i] != parts[i])
            {
                return null;
            }
        }

        return named;
    }

    private static string First(string part, int length) =>
        length > 1 && SettingNames.Lists.TryGetValue(part, out var list) ? list : Camel(part);

    // The name of a device, such as vd-a, is no field.
    private static string Field(string part, string[] parts, int index) =>
        (index == 1 && (SettingNames.Lists.ContainsKey(parts[0]) || SettingNames.Lists.Values.Contains(parts[0])))
        || (index == 2 && parts is ["memory", "devices", ..])
            ? part
            : Camel(part);

    private static string Camel(string part)
    {
        var words = part.Split('-');
        return words.Length == 1 ? part : words[0] + string.Concat(words.Skip(1).Select(word => word.Length == 0 ? "" : char.ToUpperInvariant(word[0]) + word[1..]));
    }
}
