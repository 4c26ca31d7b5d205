namespace Lodge.Qmp;

/// <summary>
/// QEMU carried a command out, and its answer is sound QMP, but has not the form that this version of Lodge expects.
/// The connection goes on.
/// </summary>
public sealed class QmpReplyException : QmpException
{
    internal QmpReplyException(string command, Exception inner)
        : base(
            command,
            $"QEMU's answer to '{command}' is not understood: {inner.Message} This QEMU is probably newer than this "
                + "version of Lodge knows.",
            inner)
    {
    }
}
