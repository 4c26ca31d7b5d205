namespace Lodge.Qmp;

/// <summary>
/// The connection ended before the command was answered. Whether QEMU carried it out is not known; connect again
/// and ask.
/// </summary>
public sealed class QmpBrokenException : QmpException
{
    internal QmpBrokenException(string command, QmpBreak reason)
        : base(command, $"No answer to '{command}', the connection to QEMU is over: {reason.Detail}.", reason.Cause)
    {
        Reason = reason;
    }

    /// <summary>Why the connection is over; the same for all commands that it took along.</summary>
    public QmpBreak Reason { get; }
}
