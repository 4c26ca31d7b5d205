using System.Diagnostics;
using System.Text;
using Lodge.Client;

namespace Lodge.TestSupport.Daemons;

/// <summary>A real <c>lodged</c> on a root folder of its own, for tests. Ends with everything it started.</summary>
public sealed class LodgedProcess : IAsyncDisposable
{
    private readonly StringBuilder _log = new();
    private readonly DaemonStart _start;
    private readonly List<string> _settings = [];
    private Process? _process;

    private LodgedProcess(string root, DaemonStart start) => (Root, _start) = (root, start);

    /// <summary>The root folder; with <see cref="DaemonStart.OwnFolders"/>, the home of its user.</summary>
    public string Root { get; }

    /// <summary>Socket of its API.</summary>
    public string Socket => Path.Combine(RunFolder, "api.sock");

    /// <summary>Its run folder.</summary>
    public string RunFolder => _start.OwnFolders ? Path.Combine(Root, "xdg-run", "lodge") : Path.Combine(Root, "run");

    /// <summary>Its state folder.</summary>
    public string StateFolder => _start.OwnFolders ? Path.Combine(Root, "xdg-state", "lodge") : Path.Combine(Root, "state");

    /// <summary>Process id of the daemon.</summary>
    public int ProcessId => _process?.Id ?? throw new InvalidOperationException("lodged does not run.");

    /// <summary>What it has logged so far.</summary>
    public string Log
    {
        get
        {
            lock (_log)
            {
                return _log.ToString();
            }
        }
    }

    /// <summary>Starts a daemon on a fresh folder and waits until it answers.</summary>
    /// <param name="settings">More settings, such as <c>--accel</c>, <c>tcg</c>.</param>
    public static Task<LodgedProcess> StartAsync(params string[] settings) => StartAsync(new DaemonStart { Settings = settings });

    /// <summary>Starts a daemon in a way of its own on a fresh folder and waits until it answers.</summary>
    public static async Task<LodgedProcess> StartAsync(DaemonStart start)
    {
        var daemon = Prepare(start);
        try
        {
            await daemon.StartAgainAsync();
            return daemon;
        }
        catch
        {
            await daemon.DisposeAsync();
            throw;
        }
    }

    /// <summary>A daemon with its folder, not started yet.</summary>
    public static LodgedProcess Prepare(DaemonStart start)
    {
        var root = Directory.CreateTempSubdirectory("lodge-test-").FullName;
        start.Prepare?.Invoke(root);
        return new LodgedProcess(root, start);
    }

    /// <summary>A typed client of it.</summary>
    public LodgeClient Client() => new(LodgeAddress.UnixSocket(Socket));

    /// <summary>Starts the daemon again on the same folder and waits until it answers.</summary>
    /// <param name="settings">More settings, from now on.</param>
    public async Task StartAgainAsync(params string[] settings)
    {
        _settings.AddRange(settings);
        _process = Process.Start(StartInfo()) ?? throw new InvalidOperationException("lodged did not start.");
        _process.ErrorDataReceived += (_, line) => Note(line.Data);
        _process.BeginErrorReadLine();
        for (var i = 0; i < 3000; i++)
        {
            if (_process.HasExited)
            {
                await _process.WaitForExitAsync();
                throw new InvalidOperationException($"lodged ended at its start:\n{Log}");
            }

            if (await AnswersAsync())
            {
                return;
            }

            await Task.Delay(10);
        }

        throw new TimeoutException($"lodged does not answer:\n{Log}");
    }

    /// <summary>Kills the daemon as a crash would (SIGKILL); its VMs live on.</summary>
    public async Task CrashAsync()
    {
        if (_process is { HasExited: false } process)
        {
            process.Kill();
            await process.WaitForExitAsync();
        }
    }

    /// <summary>Stops the daemon in an orderly way (SIGTERM); its VMs live on.</summary>
    public async Task<int> StopAsync()
    {
        var process = _process ?? throw new InvalidOperationException("lodged does not run.");
        await Ran.ProgramAsync("/bin/kill", ["-TERM", process.Id.ToString()]);
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(20));
        return process.ExitCode;
    }

    /// <summary>Runs <c>lodge</c> against this daemon.</summary>
    public Task<Ran> LodgeAsync(params string[] arguments) => LodgeAsync(arguments, input: null);

    /// <summary>Runs <c>lodge</c> against this daemon, with something on its standard input.</summary>
    public Task<Ran> LodgeAsync(string[] arguments, string? input, TimeSpan? limit = null) => Ran.ProgramAsync(
        Repository.Program("lodge"), arguments, new Dictionary<string, string?> { ["LODGE_SOCKET"] = Socket }, input, limit);

    /// <summary>The QEMUs of its VMs that exist on this machine, whether it knows of them or not.</summary>
    public IReadOnlyList<int> GuestProcesses() => ProcessesMarked(Path.Combine(RunFolder, "vms"));

    /// <summary>All processes that carry its mark: <see cref="GuestProcesses"/>, and a QEMU that it asks what it can do.</summary>
    public IReadOnlyList<int> MarkedProcesses() => ProcessesMarked(RunFolder);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await CrashAsync();
        foreach (var pid in MarkedProcesses())
        {
            await Ran.ProgramAsync("/bin/kill", ["-KILL", pid.ToString()]);
        }

        LeftCgroups.Remove(Root);
        Directory.Delete(Root, recursive: true);
    }

    // With the wrapper's last step being an execve, the process is the daemon itself.
    private ProcessStartInfo StartInfo()
    {
        var program = _start.ProgramFolder is { } folder ? Path.Combine(Root, folder, "lodged") : Repository.Program("lodged");
        string[] line = [.. _start.Wrapper, program, .. _start.OwnFolders ? Array.Empty<string>() : ["--root", Root], .. _start.Settings, .. _settings];
        var info = new ProcessStartInfo(line[0], line[1..]) { RedirectStandardError = true, WorkingDirectory = Root };
        info.Environment["TEST_ROOT"] = Root;
        if (_start.OwnFolders)
        {
            info.Environment["HOME"] = Root;
            info.Environment["XDG_RUNTIME_DIR"] = Path.Combine(Root, "xdg-run");
            info.Environment["XDG_STATE_HOME"] = Path.Combine(Root, "xdg-state");
        }

        return info;
    }

    private void Note(string? line)
    {
        lock (_log)
        {
            _log.AppendLine(line);
        }
    }

    private async Task<bool> AnswersAsync()
    {
        try
        {
            using var client = Client();
            await client.GetVersionAsync();
            return true;
        }
        catch (Model.Errors.LodgeException)
        {
            return false; // Not yet.
        }
    }

    // Lodge leaves the run folder in the environment of each QEMU.
    private static int[] ProcessesMarked(string folder) => [.. Directory.GetDirectories("/proc")
        .Select(Path.GetFileName)
        .Where(name => int.TryParse(name, out _))
        .Select(name => int.Parse(name!))
        .Where(pid => BelongsTo(pid, folder))];

    private static bool BelongsTo(int pid, string folder)
    {
        try
        {
            return File.ReadAllText($"/proc/{pid}/environ").Contains($"LODGE_RUN={folder}/", StringComparison.Ordinal);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return false; // Gone meanwhile.
        }
    }
}
