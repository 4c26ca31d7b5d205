using Lodge.Model.Errors;
using Lodge.Qmp;
using Lodge.Qmp.Agent;

namespace Lodge.Qemu.Agents;

/// <summary>Turns what went wrong with a guest agent into an error for people.</summary>
internal static class AgentTrouble
{
    private const string Install =
        "Install and start it in the guest (Debian, Ubuntu, Fedora: the package qemu-guest-agent), or wait until the guest has booted.";

    /// <summary>The error to show.</summary>
    public static LodgeException Of(AgentException failure, string vm) => failure switch
    {
        AgentTimeoutException { Silence: AgentSilence.Turn } => new LodgeException(
            ErrorCode.Busy,
            $"The guest agent of VM '{vm}' is busy with another command, and takes one at a time.",
            "Try again in a moment.",
            failure),
        AgentTimeoutException { Silence: AgentSilence.Sync } => new LodgeException(
            ErrorCode.AgentUnresponsive,
            $"The guest agent of VM '{vm}' is there but does not answer.",
            "The guest may be paused, hung or very busy; look at it with 'lodge console'.",
            failure),
        AgentTimeoutException => new LodgeException(
            ErrorCode.Timeout,
            $"The guest agent of VM '{vm}' did not answer '{failure.Command}' in time; it may still carry it out.",
            "Look at the guest before trying again.",
            failure),
        AgentErrorException { Class: QmpErrorClass.CommandNotFound } refused => new LodgeException(
            ErrorCode.AgentFailed,
            $"The guest agent of VM '{vm}' does not do '{refused.Command}': {refused.Description.TrimEnd('.')}.",
            $"See 'lodge agent info {vm}' for what it does. While file systems are frozen it does little but 'lodge agent thaw {vm}'.",
            failure),
        AgentErrorException refused => new LodgeException(
            ErrorCode.AgentFailed,
            $"The guest agent of VM '{vm}' refused '{refused.Command}': {refused.Description.TrimEnd('.')}.",
            cause: failure),
        AgentBrokenException => Gone(vm, failure),
        _ => new LodgeException(ErrorCode.AgentFailed, $"The guest agent of VM '{vm}' is not understood: {failure.Message}", cause: failure),
    };

    /// <summary>The error when the VM has no channel.</summary>
    public static LodgeException NoChannel(string vm) => new(
        ErrorCode.InvalidState,
        $"VM '{vm}' runs without a channel for a guest agent.",
        $"Plug one in: 'lodge attach {vm} channel org.qemu.guest_agent.0'.");

    /// <summary>The error when nobody in the guest has opened the channel.</summary>
    public static LodgeException NobodyThere(string vm) =>
        new(ErrorCode.AgentUnresponsive, $"No guest agent runs in VM '{vm}'.", Install);

    /// <summary>The error when the agent went away amid a command.</summary>
    public static LodgeException Gone(string vm, Exception? cause = null) => new(
        ErrorCode.AgentUnresponsive,
        $"The guest agent of VM '{vm}' ended before it answered.",
        "See whether the guest has been restarted or its agent stopped, then try again.",
        cause);
}
