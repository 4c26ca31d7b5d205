namespace Lodge.Qmp.Commands;

/// <summary><c>query-status</c>: what the machine is doing.</summary>
public sealed class QueryStatusCommand() : QmpCommand<StatusReply>("query-status", ReplyJson.Default.StatusReply);

/// <summary>What the machine is doing.</summary>
/// <param name="Running">Whether its processors may run.</param>
/// <param name="Status">The state.</param>
public sealed record StatusReply(bool Running, RunState Status);
