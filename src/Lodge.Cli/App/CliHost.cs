using Lodge.Cli.Terminal;
using Lodge.Client;

namespace Lodge.Cli.App;

/// <summary>What the program has around it; tests give it other surroundings.</summary>
internal sealed record CliHost
{
    /// <summary>The standard streams.</summary>
    public required IConsoleIo Io { get; init; }

    /// <summary>Reads an environment variable; null when it is not set.</summary>
    public Func<string, string?> Environment { get; init; } = System.Environment.GetEnvironmentVariable;

    /// <summary>The time, for ages and time limits.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Folder that relative paths are taken from.</summary>
    public string Folder { get; init; } = System.Environment.CurrentDirectory;

    /// <summary>Ctrl-C.</summary>
    public InterruptSource Interrupts { get; init; } = new();

    /// <summary>How long somebody who presses Tab waits for names.</summary>
    public TimeSpan CompletionPatience { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Makes the client for a daemon.</summary>
    public Func<LodgeAddress, LodgeClient> Connect { get; init; } = address => new LodgeClient(address);

    /// <summary>The real surroundings of this process.</summary>
    public static CliHost OfProcess() => new() { Io = new SystemConsole() };
}
