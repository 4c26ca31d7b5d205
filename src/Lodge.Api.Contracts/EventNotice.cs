namespace Lodge.Api.Contracts;

/// <summary>
/// Data of the two server-sent events that speak of the stream itself, and carry no id: <c>event: gap</c> (first of
/// all: events after the one that the reader named are lost, list everything anew) and <c>event: dropped</c> (last of
/// all: the reader was too slow, reconnect with the last id).
/// </summary>
/// <param name="Detail">What happened, one sentence.</param>
public sealed record EventNotice(string Detail)
{
    /// <summary>Name of the event that tells of a gap.</summary>
    public const string Gap = "gap";

    /// <summary>Name of the event that tells why the stream ends.</summary>
    public const string Dropped = "dropped";
}
