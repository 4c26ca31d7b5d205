using Lodge.Linux.Files;
using Lodge.Linux.Processes;

namespace Lodge.Linux.Tests.Support;

/// <summary>A watcher, a spawner and a folder that goes away, for tests that start programs.</summary>
public sealed class ProcessBench : IDisposable
{
    public ProcessBench()
    {
        Spawner = new Spawner(Watcher);
        Folder = Directory.CreateTempSubdirectory("lodge-linux-").FullName;

        // Other users must be able to come through to what a test puts here.
        File.SetUnixFileMode(Folder, (UnixFileMode)0x1ED /* 0755 */);
    }

    public PidFdWatcher Watcher { get; } = new();

    public Spawner Spawner { get; }

    public string Folder { get; }

    /// <summary>Runs a shell command; its output comes back with its end.</summary>
    public async Task<(ProcessExit Exit, string Output)> ShellAsync(
        string command, IReadOnlyList<PassedDescriptor>? descriptors = null, string? folder = null)
    {
        var log = Path.Combine(Folder, Guid.NewGuid().ToString("N"));
        using var output = LinuxFile.Open(log, OpenFlags.Write | OpenFlags.Create | OpenFlags.Append);
        using var process = Spawner.Spawn(Shell(command) with
        {
            Output = output,
            Descriptors = descriptors ?? [],
            WorkingDirectory = folder,
        });
        var exit = await process.WaitForExitAsync(Deadline.Token());
        return (exit, await File.ReadAllTextAsync(log));
    }

    public static SpawnRequest Shell(string command) => new()
    {
        Executable = "/bin/sh",
        Arguments = ["-c", command],
        Environment = new Dictionary<string, string> { ["PATH"] = "/usr/bin:/bin" },
    };

    public void Dispose()
    {
        Watcher.Dispose();
        Directory.Delete(Folder, recursive: true);
    }
}

public static class Deadline
{
    /// <summary>Long enough for a busy machine, short enough for a hung test.</summary>
    public static CancellationToken Token() => new CancellationTokenSource(TimeSpan.FromSeconds(30)).Token;
}
