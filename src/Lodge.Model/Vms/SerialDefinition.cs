namespace Lodge.Model.Vms;

/// <summary>
/// A serial port. The daemon brokers it: several readers, one writer, a scrollback, and a log file that goes on
/// while the daemon is away.
/// </summary>
public sealed record SerialDefinition;
