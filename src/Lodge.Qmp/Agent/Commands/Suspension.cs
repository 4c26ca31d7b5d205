using Lodge.Qmp.Commands;

namespace Lodge.Qmp.Agent.Commands;

/// <summary><c>guest-suspend-ram</c>: sends the guest to sleep. A success has no answer.</summary>
public sealed class GuestSuspendRamCommand() : QmpCommand<EmptyReply>("guest-suspend-ram", AgentJson.Default.EmptyReply);

/// <summary><c>guest-suspend-disk</c>: lets the guest write its memory to its disk and power off. A success has no answer.</summary>
public sealed class GuestSuspendDiskCommand() : QmpCommand<EmptyReply>("guest-suspend-disk", AgentJson.Default.EmptyReply);

/// <summary><c>guest-suspend-hybrid</c>: writes to disk first, then sleeps. A success has no answer.</summary>
public sealed class GuestSuspendHybridCommand() : QmpCommand<EmptyReply>("guest-suspend-hybrid", AgentJson.Default.EmptyReply);
