namespace Lodge.Qmp;

/// <summary>Why a connection is over: the first cause, the later ones are only its echo.</summary>
/// <param name="Kind">The kind of end.</param>
/// <param name="Detail">One sentence for people, without a full stop at its end.</param>
/// <param name="Cause">The exception behind it, if there was one.</param>
public sealed record QmpBreak(QmpBreakKind Kind, string Detail, Exception? Cause = null);

/// <summary>The ways in which a connection ends.</summary>
public enum QmpBreakKind
{
    /// <summary>This side closed it.</summary>
    Closed = 0,

    /// <summary>QEMU closed it, or is gone.</summary>
    EndOfStream = 1,

    /// <summary>The peer did not begin with a QMP greeting.</summary>
    NoGreeting = 2,

    /// <summary>A message was no JSON, or no QMP message.</summary>
    Malformed = 3,

    /// <summary>A reply came for a command that is not waiting for one.</summary>
    UnexpectedReply = 4,

    /// <summary>A message was longer than the limit.</summary>
    TooLong = 5,

    /// <summary>Reading failed.</summary>
    ReadFailed = 6,

    /// <summary>Writing failed.</summary>
    WriteFailed = 7,
}
