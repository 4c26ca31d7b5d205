namespace Lodge.Linux.Processes;

/// <summary>Signal numbers (signal(7), the same on x86-64 and arm64).</summary>
public static class Signals
{
    /// <summary>SIGHUP: by habit, read the configuration again.</summary>
    public const int Hangup = 1;

    /// <summary>SIGINT.</summary>
    public const int Interrupt = 2;

    /// <summary>SIGKILL: ends a process whatever it thinks of it.</summary>
    public const int Kill = 9;

    /// <summary>SIGTERM: asks a process to end.</summary>
    public const int Terminate = 15;

    /// <summary>SIGCONT: goes on after a stop.</summary>
    public const int Continue = 18;

    /// <summary>SIGSTOP: halts a process whatever it thinks of it.</summary>
    public const int Stop = 19;
}
