namespace Lodge.Libvirt.Errors;

/// <summary>A failure in the words of libvirt's clients.</summary>
/// <param name="number">What kind; scripts branch on it.</param>
/// <param name="origin">Where it comes from.</param>
/// <param name="detail">What happened; clients show it behind the words of <paramref name="number"/>.</param>
/// <param name="cause">What led to it, for the log.</param>
internal sealed class LibvirtException(ErrorNumber number, ErrorOrigin origin, string detail, Exception? cause = null)
    : Exception(ErrorWords.Sentence(number, detail), cause)
{
    /// <summary>What kind of failure.</summary>
    public ErrorNumber Number { get; } = number;

    /// <summary>Where it comes from.</summary>
    public ErrorOrigin Origin { get; } = origin;

    /// <summary>What happened, without the words of <see cref="Number"/>.</summary>
    public string Detail { get; } = detail;

    /// <summary>A message that breaks the rules of the protocol, which the connection survives.</summary>
    public static LibvirtException Rpc(string detail) => new(ErrorNumber.Rpc, ErrorOrigin.Rpc, detail);
}
