using Lodge.Model.Errors;
using Lodge.Model.Json;
using Lodge.Model.Text;
using Lodge.Model.Vms.Devices;

namespace Lodge.Cli.Parsing;

/// <summary>Reads <c>--disk FILE[,format=raw|qcow2][,readonly][,name=vda]</c>.</summary>
internal static class DiskSpec
{
    private static readonly string[] Keys = ["format", "readonly", "name"];

    /// <summary>The disk that the text names.</summary>
    /// <param name="text">The option's value. A comma that belongs to the path is written twice.</param>
    /// <param name="absolute">Makes a path absolute.</param>
    public static DiskDefinition Parse(string text, Func<string, string> absolute)
    {
        var parts = Split(text);
        if (parts[0].Length == 0)
        {
            throw Wrong($"--disk needs the path of an image file first, not '{text}'.");
        }

        var disk = new DiskDefinition { Source = new FileDiskSource { Path = absolute(parts[0]) } };
        foreach (var part in parts.Skip(1))
        {
            var (key, value) = part.Split('=', 2) is [var name, var given] ? (name, given) : (part, null);
            disk = (key, value) switch
            {
                ("format", { } format) => disk with { Format = FormatOf(format) },
                ("readonly", null or "true" or "yes" or "on") => disk with { ReadOnly = true },
                ("readonly", "false" or "no" or "off") => disk with { ReadOnly = false },
                ("name", { Length: > 0 } given2) => disk with { Name = given2 },
                _ => throw Unknown(part, key),
            };
        }

        return disk;
    }

    private static List<string> Split(string text)
    {
        var parts = new List<string> { "" };
        for (var i = 0; i < text.Length; i++)
        {
            var doubled = text[i] == ',' && i + 1 < text.Length && text[i + 1] == ',';
            if (text[i] == ',' && !doubled)
            {
                parts.Add("");
                continue;
            }

            parts[^1] += text[i];
            i += doubled ? 1 : 0;
        }

        return parts;
    }

    private static DiskFormat FormatOf(string text)
    {
        var names = Kebab.AllOf<DiskFormat>().ToArray();
        var index = Array.IndexOf(names, text);
        return index >= 0
            ? Enum.GetValues<DiskFormat>()[index]
            : throw Wrong($"--disk: format must be {string.Join(" or ", names)}, not '{text}'.");
    }

    private static LodgeException Unknown(string part, string key)
    {
        var hint = !Keys.Contains(key) && Suggestion.For(key, Keys) is { } near ? $" Did you mean {near}?" : "";
        return Wrong($"--disk does not understand '{part}'.{hint}");
    }

    private static LodgeException Wrong(string message) => new(
        ErrorCode.InvalidArgument, message, "Write --disk FILE, --disk FILE,format=qcow2 or --disk FILE,readonly; a comma in the path twice.");
}
