namespace Lodge.Model.Errors;

/// <summary>A failure as every door shows it: what happened and why, then what to do about it.</summary>
/// <param name="Code">What kind of failure; scripts branch on it.</param>
/// <param name="Message">What happened and why, one or two sentences for a person.</param>
/// <param name="Remedy">What to do about it; absent when there is nothing sensible to say.</param>
public sealed record LodgeError(ErrorCode Code, string Message, string? Remedy = null)
{
    /// <summary>Message and remedy on one line.</summary>
    public override string ToString() => Remedy is null ? Message : $"{Message} {Remedy}";
}
