namespace Lodge.Storage.Images.Pull;

/// <summary>What came of asking one mirror once.</summary>
/// <param name="IsWhole">Whether the file is there to its end, as far as the mirror says.</param>
/// <param name="MayGoOn">Whether it is worth asking the same mirror for the rest: it broke off on the way.</param>
/// <param name="Trouble">What went wrong, as the end of a sentence that begins with the mirror's name.</param>
internal sealed record MirrorAnswer(bool IsWhole, bool MayGoOn, string Trouble)
{
    /// <summary>All is there.</summary>
    public static MirrorAnswer Whole { get; } = new(true, false, "");

    /// <summary>It broke off.</summary>
    public static MirrorAnswer Broken(string trouble) => new(false, true, trouble);

    /// <summary>It has nothing for us.</summary>
    public static MirrorAnswer Useless(string trouble) => new(false, false, trouble);
}
