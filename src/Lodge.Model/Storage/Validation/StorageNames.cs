using System.Text;
using Lodge.Model.Vms.Validation;

namespace Lodge.Model.Storage.Validation;

/// <summary>Names of pools and volumes, which are names of files on most hosts.</summary>
public static class StorageNames
{
    /// <summary>The longest name, bytes in UTF-8: that of a file on Linux.</summary>
    public const int MostBytes = 255;

    private const int MostShown = 60;

    /// <summary>What is wrong with a name, in words that follow it; null for nothing.</summary>
    public static string? WhyNot(string? name) => name switch
    {
        null or "" => "is missing",
        "." or ".." => $"must not be '{name}', which is the name of a folder",
        _ when name.Contains('/', StringComparison.Ordinal) => "must not contain '/': it is a name, not a path",
        _ when name.Any(char.IsControl) => "must not contain line ends or other control characters",
        _ when Encoding.UTF8.GetByteCount(name) is var bytes && bytes > MostBytes => $"must have at most {MostBytes} bytes, and has {bytes}",
        _ => null,
    };

    /// <summary>A name as it can be shown in a sentence: on one line and not longer than that.</summary>
    public static string Shown(string? name)
    {
        var plain = string.Concat((name ?? "").Select(letter => char.IsControl(letter) ? '?' : letter));
        return plain.Length <= MostShown ? plain : $"{plain[..MostShown]}…";
    }

    /// <summary>Notes what is wrong with a name.</summary>
    internal static void StorageName(this Place place, string field, string? name)
    {
        if (WhyNot(name) is { } why)
        {
            place.Add(field, why);
        }
    }
}
