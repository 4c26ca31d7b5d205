using Lodge.Model.Errors;

namespace Lodge.Api.Agents;

/// <summary>Ways to fail that all operations through a guest's agent share.</summary>
internal static class AgentFailures
{
    /// <summary>All of them.</summary>
    public static ErrorCode[] All { get; } =
    [
        ErrorCode.VmNotFound, ErrorCode.InvalidState, ErrorCode.Busy, ErrorCode.HypervisorFailed, ErrorCode.Timeout,
        ErrorCode.AgentUnresponsive, ErrorCode.AgentFailed,
    ];
}
