namespace Lodge.Qemu.Logs;

/// <summary>When a log is rotated, and how much of the past is kept.</summary>
/// <param name="MaxBytes">Size at which a log is set aside; 10 MiB.</param>
/// <param name="Keep">How many logs that were set aside are kept, 1 or more.</param>
public sealed record LogLimits(long MaxBytes = 10 << 20, int Keep = 3);
