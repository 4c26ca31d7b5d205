using Lodge.Qmp.Commands;

namespace Lodge.Qmp.Wire;

/// <summary>
/// Ends the negotiation and opens the monitor for commands. Nothing is enabled: out-of-band execution would let QEMU
/// answer out of turn on a thread of its own, and nothing here needs that.
/// </summary>
internal sealed class NegotiateCommand() : QmpCommand<EmptyReply>("qmp_capabilities", ReplyJson.Default.EmptyReply)
{
    /// <summary>What errors call the time before the first command.</summary>
    public const string GreetingName = "(greeting)";
}
