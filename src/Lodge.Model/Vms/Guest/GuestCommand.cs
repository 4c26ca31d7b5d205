namespace Lodge.Model.Vms.Guest;

/// <summary>A program to run in a guest.</summary>
public sealed record GuestCommand
{
    /// <summary>The program: an absolute path in the guest, or a name that its agent looks up.</summary>
    public required string Program { get; init; }

    /// <summary>Its arguments.</summary>
    public IReadOnlyList<string>? Arguments { get; init; }

    /// <summary>Its whole environment as <c>NAME=VALUE</c>; absent: that of the agent.</summary>
    public IReadOnlyList<string>? Environment { get; init; }

    /// <summary>What it reads from its standard input, base64; absent: nothing.</summary>
    public byte[]? Input { get; init; }
}

/// <summary>How a program in a guest ended.</summary>
public sealed record GuestCommandResult
{
    /// <summary>Its exit status; absent when a signal ended it.</summary>
    public int? ExitStatus { get; init; }

    /// <summary>The signal that ended it; on Windows the number of an unhandled exception. Absent when it ended by itself.</summary>
    public int? Signal { get; init; }

    /// <summary>What it printed, base64.</summary>
    public required byte[] Output { get; init; }

    /// <summary>What it printed to its standard error, base64.</summary>
    public required byte[] ErrorOutput { get; init; }

    /// <summary>Whether it printed more than the agent keeps (16 MiB each).</summary>
    public bool Truncated { get; init; }
}
