using Lodge.Linux.Files;
using Lodge.Linux.Launch;
using Lodge.Linux.Processes;
using Lodge.Linux.Tests.Support;

namespace Lodge.Linux.Tests.Launch;

/// <summary>Launches plans through the real shim and collects what the program said.</summary>
public sealed class LaunchBench : IDisposable
{
    public LaunchBench() => Launcher = new ShimLauncher(Shim.Path, Processes.Spawner, Processes.Watcher);

    public ProcessBench Processes { get; } = new();

    public string Folder => Processes.Folder;

    public ShimLauncher Launcher { get; }

    public string LogPath => Path.Combine(Folder, "log");

    public async Task<(ProcessExit Exit, string Output)> RunAsync(
        LaunchPlan plan, IReadOnlyList<PassedDescriptor>? descriptors = null)
    {
        using var log = OpenLog();
        var launched = await Launcher.LaunchAsync(plan, descriptors ?? [], log, Deadline.Token());
        using var process = launched.Process;
        var exit = await process.WaitForExitAsync(Deadline.Token());
        return (exit, await File.ReadAllTextAsync(LogPath));
    }

    /// <summary>The refusal of a plan, after making sure that its program has not run.</summary>
    public async Task<LaunchRefusal> RefusalAsync(
        Func<Task<ProcessHandle>> launch, string traceOfTheProgram)
    {
        var failure = await Assert.ThrowsAsync<LaunchFailedException>(launch);
        await Task.Delay(50);
        Assert.False(File.Exists(traceOfTheProgram), "the program ran");
        return failure.Refusal;
    }

    public Microsoft.Win32.SafeHandles.SafeFileHandle OpenLog() =>
        LinuxFile.Open(LogPath, OpenFlags.Write | OpenFlags.Create | OpenFlags.Append);

    public void Dispose() => Processes.Dispose();
}
