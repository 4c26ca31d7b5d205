using System.Text.Json;

namespace Lodge.Model.Json;

/// <summary>The words for the members of an enum: those that <see cref="KebabEnumConverter{T}"/> writes.</summary>
public static class Kebab
{
    /// <summary>A member as a word: <c>StartedPaused</c> is <c>started-paused</c>.</summary>
    public static string Of<T>(T member)
        where T : struct, Enum => JsonNamingPolicy.KebabCaseLower.ConvertName(member.ToString());

    /// <summary>The words for all members, in their order.</summary>
    public static IEnumerable<string> AllOf<T>()
        where T : struct, Enum => Enum.GetValues<T>().Select(Of);
}
