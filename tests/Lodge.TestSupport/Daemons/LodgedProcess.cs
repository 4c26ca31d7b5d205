using System.Diagnostics;
using System.Text;
using Lodge.Client;

namespace Lodge.TestSupport.Daemons;

/// <summary>A real <c>lodged</c> on a root folder of its own, for tests. Ends with everything it started.</summary>
public sealed class LodgedProcess : IAsyncDisposable
{
    private readonly StringBuilder _log = new();
    private readonly IReadOnlyList<string> _settings;
    private Process? _process;

    private LodgedProcess(string root, IReadOnlyList<string> settings) => (Root, _settings) = (root, settings);

    /// <summary>The root folder.</summary>
    public string Root { get; }

    /// <summary>Socket of its API.</summary>
    public string Socket => Path.Combine(Root, "run", "api.sock");

    /// <summary>Its run folder.</summary>
    public string RunFolder => Path.Combine(Root, "run");

    /// <summary>Its state folder.</summary>
    public string StateFolder => Path.Combine(Root, "state");

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
    public static async Task<LodgedProcess> StartAsync(params string[] settings)
    {
        var daemon = new LodgedProcess(Directory.CreateTempSubdirectory("lodge-test-").FullName, settings);
        await daemon.StartAgainAsync();
        return daemon;
    }

    /// <summary>A typed client of it.</summary>
    public LodgeClient Client() => new(LodgeAddress.UnixSocket(Socket));

    /// <summary>Starts the daemon again on the same folder and waits until it answers.</summary>
    public async Task StartAgainAsync()
    {
        var start = new ProcessStartInfo(Repository.Program("lodged"), ["--root", Root, .. _settings]) { RedirectStandardError = true };
        _process = Process.Start(start) ?? throw new InvalidOperationException("lodged did not start.");
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
    public Task<Ran> LodgeAsync(params string[] arguments) =>
        Ran.ProgramAsync(Repository.Program("lodge"), arguments, new Dictionary<string, string?> { ["LODGE_SOCKET"] = Socket });

    /// <summary>The QEMUs that this daemon, or one before it on the same folder, started and that still run.</summary>
    public IReadOnlyList<int> GuestProcesses() => [.. Directory.GetDirectories("/proc")
        .Select(Path.GetFileName)
        .Where(name => int.TryParse(name, out _))
        .Select(name => int.Parse(name!))
        .Where(pid => pid != _process?.Id && BelongsTo(pid, RunFolder))];

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await CrashAsync();
        foreach (var pid in GuestProcesses())
        {
            await Ran.ProgramAsync("/bin/kill", ["-KILL", pid.ToString()]);
        }

        Directory.Delete(Root, recursive: true);
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
