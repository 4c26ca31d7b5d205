using System.Diagnostics;
using Lodge.Client;
using Lodge.Linux.Files;
using Lodge.Linux.Processes;
using Lodge.TestSupport.Daemons;

namespace Lodge.Bench.Lab;

/// <summary>A <c>lodged</c> on a root folder of its own, whose start is timed.</summary>
/// <param name="bench">The workbench.</param>
/// <param name="name">Of its folder.</param>
/// <param name="apart">Whether it gets a network namespace of its own, so that its networks do not touch the machine's.</param>
internal sealed class BenchDaemon(Workbench bench, string name, bool apart = false) : IAsyncDisposable
{
    private const string NewNetwork = "/usr/bin/unshare"; // It becomes the daemon.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly string _root = bench.MakeFolder(name);
    private ProcessHandle? _process;

    /// <summary>Folder for whatever its VMs need.</summary>
    public string Root => _root;

    public string Socket => Path.Combine(_root, "run", "api.sock");

    public int ProcessId => Running.Pid;

    private ProcessHandle Running => _process ?? throw new InvalidOperationException("lodged does not run.");

    private string LogPath => Path.Combine(_root, "lodged.log");

    public LodgeClient Client() => new(LodgeAddress.UnixSocket(Socket));

    /// <summary>Starts it; returns how long it took from the spawn to the first answer of the API.</summary>
    public async Task<TimeSpan> StartAsync()
    {
        using var log = LinuxFile.Open(LogPath, OpenFlags.Write | OpenFlags.Append | OpenFlags.Create);
        if (File.Exists(Socket))
        {
            File.Delete(Socket); // What a daemon before left; its connections would be refused.
        }

        var begun = Stopwatch.GetTimestamp();
        _process = bench.Spawner.Spawn(new SpawnRequest
        {
            Executable = apart ? NewNetwork : Repository.Program("lodged"),
            Arguments = apart ? ["--net", Repository.Program("lodged"), "--root", _root] : ["--root", _root],
            Environment = bench.Environment,
            Output = log,
        });
        using var patience = new CancellationTokenSource(Patience);
        while (!await FirstAnswer.TryAsync(Socket, patience.Token))
        {
            if (_process.Exited.IsCompleted)
            {
                throw new InvalidOperationException($"lodged ended at its start:\n{await File.ReadAllTextAsync(LogPath)}");
            }

            await Task.Delay(1, patience.Token);
        }

        return Stopwatch.GetElapsedTime(begun);
    }

    /// <summary>Ends it in an orderly way; its VMs go on.</summary>
    public Task StopAsync() => EndAsync(Signals.Terminate);

    /// <summary>Ends it as a crash would; its VMs go on.</summary>
    public Task CrashAsync() => EndAsync(Signals.Kill);

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            await EndAsync(Signals.Kill);
        }

        // Its VMs carry their run folder in their environment.
        MarkedProcesses.Kill(Path.Combine(_root, "run"));
    }

    private async Task EndAsync(int signal)
    {
        using var process = Running;
        _process = null;
        process.Signal(signal);
        await process.WaitForExitAsync(new CancellationTokenSource(Patience).Token);
    }
}
