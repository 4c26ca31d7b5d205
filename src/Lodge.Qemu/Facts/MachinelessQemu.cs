using System.Net.Sockets;
using Lodge.Linux.Descriptors;
using Lodge.Linux.Files;
using Lodge.Linux.Processes;
using Lodge.Model.Errors;
using Lodge.Qemu.Launching;
using Lodge.Qemu.Logs;
using Lodge.Qemu.Processes;
using Lodge.Qemu.Recovery;
using Lodge.Qmp;

namespace Lodge.Qemu.Facts;

/// <summary>Runs a QEMU without a machine, to be asked what it can do.</summary>
internal sealed class MachinelessQemu(QemuOptions options, Spawner spawner, PidFdWatcher watcher) : IDisposable
{
    private const int MonitorDescriptor = 3;
    private const uint OwnerOnly = 0x180; // 0600
    private const int ShownWords = 5;
    private const string FolderPrefix = "probe-";
    private const string LogFile = "qemu.log";

    /// <summary>How long it may take to answer: nobody waits for it in vain, and a host may be busy with much else.</summary>
    public static readonly TimeSpan Deadline = TimeSpan.FromMinutes(1);

    private static readonly QmpClientOptions s_patient = QmpClientOptions.Default with { GreetingDeadline = Deadline, DefaultDeadline = Deadline };

    private readonly SemaphoreSlim _tidying = new(1, 1);
    private bool _isTidy;

    /// <summary>Starts one, asks it, and ends it.</summary>
    /// <param name="arguments">Its options beyond those that make it quiet, such as <c>-accel kvm</c>.</param>
    /// <param name="ask">Asks.</param>
    /// <param name="cancellationToken">Ends the asking, and the QEMU with it.</param>
    /// <exception cref="LodgeException"><see cref="ErrorCode.HypervisorFailed"/>: it does not run, or does not answer.</exception>
    public async Task<T> AskAsync<T>(
        IReadOnlyList<string> arguments, Func<QmpClient, CancellationToken, Task<T>> ask, CancellationToken cancellationToken)
    {
        await TidyOnceAsync(cancellationToken);
        var folder = Path.Combine(options.RunFolder, FolderPrefix + Guid.NewGuid().ToString("N")[..8]);
        try
        {
            PrivateFolder.Make(folder);
            return await AskInAsync(folder, arguments, ask, cancellationToken);
        }
        catch (Exception failure) when (failure is QmpException or SocketException or IOException or UnauthorizedAccessException)
        {
            throw new LodgeException(
                ErrorCode.HypervisorFailed,
                $"QEMU '{options.QemuBinary}' could not be asked what it can do: {WordsOf(folder) ?? failure.Message}",
                $"Try it by hand: {options.QemuBinary} -M none {string.Concat(arguments.Select(argument => argument + " "))}-S -display none -qmp stdio",
                failure);
        }
        finally
        {
            Remove(folder);
        }
    }

    public void Dispose() => _tidying.Dispose();

    private async Task<T> AskInAsync<T>(
        string folder, IReadOnlyList<string> arguments, Func<QmpClient, CancellationToken, Task<T>> ask, CancellationToken cancellationToken)
    {
        var path = Path.Combine(folder, "qmp.sock");
        using var process = Spawn(folder, path, arguments);
        try
        {
            await using var client = await QmpTransport.ConnectAsync(path, s_patient, cancellationToken);
            return await ask(client, cancellationToken);
        }
        finally
        {
            process.Signal(Signals.Kill);
            await process.WaitForExitAsync(CancellationToken.None);
        }
    }

    // What QEMU itself said on its way out is worth more than how its end was noticed.
    private static string? WordsOf(string folder)
    {
        var words = string.Join(" / ", QemuLog.LastWords(Path.Combine(folder, LogFile)).TakeLast(ShownWords));
        return words.Length > 0 ? $"it said: {words}" : null;
    }

    private ProcessHandle Spawn(string folder, string socketPath, IReadOnlyList<string> arguments)
    {
        using var socket = UnixSockets.ListenDescriptor(socketPath, OwnerOnly);
        using var log = LinuxFile.Open(Path.Combine(folder, LogFile), OpenFlags.Write | OpenFlags.Create | OpenFlags.NoFollow);
        return spawner.Spawn(new SpawnRequest
        {
            Executable = options.QemuBinary,
            Arguments =
            [
                "-M", "none", .. arguments, "-S", "-nodefaults", "-no-user-config", "-display", "none",
                "-chardev", $"socket,id=qmp,fd={MonitorDescriptor},server=on,wait=off", "-mon", "chardev=qmp,mode=control",
            ],
            Environment = new Dictionary<string, string> { ["PATH"] = "/usr/bin:/bin", ["LC_ALL"] = "C", [ConfinedPlan.Mark] = folder },
            WorkingDirectory = "/",
            Output = log,
            Descriptors = [new PassedDescriptor(socket, MonitorDescriptor)],
        });
    }

    // What a former daemon left that was killed while it asked: the folder, and a QEMU that waits for questions.
    private async Task TidyOnceAsync(CancellationToken cancellationToken)
    {
        await _tidying.WaitAsync(cancellationToken);
        try
        {
            if (!_isTidy)
            {
                await RemoveLeftoversAsync(cancellationToken);
                _isTidy = true;
            }
        }
        finally
        {
            _tidying.Release();
        }
    }

    private async Task RemoveLeftoversAsync(CancellationToken cancellationToken)
    {
        var folders = Directory.Exists(options.RunFolder) ? Directory.GetDirectories(options.RunFolder, FolderPrefix + "*") : [];
        if (folders.Length == 0)
        {
            return;
        }

        foreach (var (pid, folder) in MarkedProcesses.Find(options.RunFolder).Where(found => folders.Contains(found.RunFolder)))
        {
            using var process = MarkedProcesses.Hold(watcher, pid, folder);
            if (process is not null)
            {
                process.Signal(Signals.Kill);
                await process.WaitForExitAsync(cancellationToken);
            }
        }

        Array.ForEach(folders, Remove);
    }

    private static void Remove(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (IOException)
        {
            return; // Gone already, or never made; the next probe tries again.
        }
    }
}
