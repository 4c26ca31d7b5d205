namespace Lodge.Qmp.Commands;

/// <summary><c>stop</c>: pauses the guest. STOP comes before the answer; not at all if it was paused.</summary>
public sealed class StopCommand() : QmpCommand<EmptyReply>("stop", ReplyJson.Default.EmptyReply);

/// <summary><c>cont</c>: lets the guest run. RESUME comes before the answer; not at all if it ran.</summary>
public sealed class ContCommand() : QmpCommand<EmptyReply>("cont", ReplyJson.Default.EmptyReply);

/// <summary><c>system_powerdown</c>: presses the power button. The guest may do as it likes.</summary>
public sealed class SystemPowerdownCommand()
    : QmpCommand<EmptyReply>("system_powerdown", ReplyJson.Default.EmptyReply);

/// <summary><c>system_reset</c>: resets the machine at once.</summary>
public sealed class SystemResetCommand() : QmpCommand<EmptyReply>("system_reset", ReplyJson.Default.EmptyReply);

/// <summary><c>system_wakeup</c>: wakes a guest that sleeps in memory; an error if it does not.</summary>
public sealed class SystemWakeupCommand() : QmpCommand<EmptyReply>("system_wakeup", ReplyJson.Default.EmptyReply);

/// <summary><c>inject-nmi</c>: sends the guest a non-maskable interrupt.</summary>
public sealed class InjectNmiCommand() : QmpCommand<EmptyReply>("inject-nmi", ReplyJson.Default.EmptyReply);

/// <summary>
/// <c>quit</c>: ends the QEMU process. SHUTDOWN and the answer come in either order, then the connection ends; it may
/// also end without an answer.
/// </summary>
public sealed class QuitCommand() : QmpCommand<EmptyReply>("quit", ReplyJson.Default.EmptyReply);
