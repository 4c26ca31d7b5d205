using System.Text.RegularExpressions;
using Lodge.Model.Errors;

namespace Lodge.Model.Images;

/// <summary>What images may be called: one or two words of small letters and digits with a slash between.</summary>
public static partial class ImageNames
{
    /// <summary>The longest name, characters.</summary>
    public const int Longest = 80;

    /// <summary>Whether an image may be called so.</summary>
    public static bool IsValid(string name) => name.Length <= Longest && Pattern().IsMatch(name);

    /// <summary>Refuses what no image may be called.</summary>
    /// <exception cref="LodgeException"><see cref="ErrorCode.InvalidArgument"/>.</exception>
    public static void ThrowIfInvalid(string name)
    {
        if (!IsValid(name))
        {
            throw new LodgeException(
                ErrorCode.InvalidArgument,
                $"No image can be called '{(name.Length > Longest ? name[..Longest] + "…" : name).ReplaceLineEndings(" ")}'.",
                $"Use small letters, digits, '.', '_' and '-', with at most one '/' between two words, and no more than {Longest} characters: debian/13.");
        }
    }

    [GeneratedRegex(@"\A[a-z0-9][a-z0-9._-]*(/[a-z0-9][a-z0-9._-]*)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
