namespace Lodge.Qmp.Commands;

/// <summary>The answer of a command that only says that it was done.</summary>
public sealed record EmptyReply;
