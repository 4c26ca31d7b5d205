namespace Lodge.Cli.Consoles;

/// <summary>How a console is to be used.</summary>
internal sealed record ConsoleWishes
{
    /// <summary>Alias of the port; null for the first serial port.</summary>
    public string? Device { get; init; }

    /// <summary>Only watch.</summary>
    public bool ReadOnly { get; init; }

    /// <summary>Take the writer lock from whoever holds it.</summary>
    public bool Take { get; init; }

    /// <summary>Type the terminal's size into the guest.</summary>
    public bool SendSize { get; init; }

    /// <summary>Without a terminal: how long to stay after the input has ended; null until the console ends.</summary>
    public TimeSpan? For { get; init; }

    /// <summary>Leave when this text has appeared; null to stay.</summary>
    public string? Until { get; init; }
}
