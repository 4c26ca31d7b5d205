using System.Net.Sockets;
using Lodge.Linux.Descriptors;
using Lodge.Linux.Files;
using Lodge.Linux.Processes;
using Lodge.Model.Errors;
using Lodge.Model.Host;
using Lodge.Qemu.Launching;
using Lodge.Qemu.Logs;
using Lodge.Qemu.Processes;
using Lodge.Qemu.Recovery;
using Lodge.Qmp;
using Lodge.Qmp.Commands;

namespace Lodge.Qemu.Facts;

/// <summary>Runs a QEMU without a machine and asks it what it can do.</summary>
internal sealed class QemuProbe(QemuOptions options, Spawner spawner, PidFdWatcher watcher)
{
    private const int MonitorDescriptor = 3;
    private const uint OwnerOnly = 0x180; // 0600
    private const int ShownWords = 5;
    private const string FolderPrefix = "probe-";
    private const string LogFile = "qemu.log";
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);

    /// <summary>Asks.</summary>
    /// <param name="fingerprint">Kept with the answer.</param>
    /// <param name="cancellationToken">Ends the probe, and the QEMU with it.</param>
    /// <exception cref="LodgeException"><see cref="ErrorCode.HypervisorFailed"/>: it does not run, or does not answer.</exception>
    public async Task<QemuFacts> RunAsync(string fingerprint, CancellationToken cancellationToken)
    {
        await RemoveLeftoversAsync(cancellationToken);
        var folder = Path.Combine(options.RunFolder, FolderPrefix + Guid.NewGuid().ToString("N")[..8]);
        try
        {
            PrivateFolder.Make(folder);
            return await RunInAsync(folder, fingerprint, cancellationToken);
        }
        catch (Exception failure) when (failure is QmpException or SocketException or IOException or UnauthorizedAccessException)
        {
            throw new LodgeException(
                ErrorCode.HypervisorFailed,
                $"QEMU '{options.QemuBinary}' could not be asked what it can do: {WordsOf(folder) ?? failure.Message}",
                $"Try it by hand: {options.QemuBinary} -M none -S -display none -qmp stdio",
                failure);
        }
        finally
        {
            Remove(folder);
        }
    }

    private async Task<QemuFacts> RunInAsync(string folder, string fingerprint, CancellationToken cancellationToken)
    {
        var path = Path.Combine(folder, "qmp.sock");
        using var process = Spawn(folder, path);
        try
        {
            await using var client = await QmpTransport.ConnectAsync(path, Deadline, cancellationToken);
            return await AskAsync(client, fingerprint, cancellationToken);
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

    private ProcessHandle Spawn(string folder, string socketPath)
    {
        using var socket = UnixSockets.ListenDescriptor(socketPath, OwnerOnly);
        using var log = LinuxFile.Open(Path.Combine(folder, LogFile), OpenFlags.Write | OpenFlags.Create | OpenFlags.NoFollow);
        return spawner.Spawn(new SpawnRequest
        {
            Executable = options.QemuBinary,
            Arguments =
            [
                "-M", "none", "-S", "-nodefaults", "-no-user-config", "-display", "none",
                "-chardev", $"socket,id=qmp,fd={MonitorDescriptor},server=on,wait=off", "-mon", "chardev=qmp,mode=control",
            ],
            Environment = new Dictionary<string, string> { ["PATH"] = "/usr/bin:/bin", ["LC_ALL"] = "C", [ConfinedPlan.Mark] = folder },
            WorkingDirectory = "/",
            Output = log,
            Descriptors = [new PassedDescriptor(socket, MonitorDescriptor)],
        });
    }

    private async Task<QemuFacts> AskAsync(QmpClient client, string fingerprint, CancellationToken cancellationToken)
    {
        var machines = client.ExecuteAsync(new QueryMachinesCommand(), Deadline, cancellationToken);
        var models = client.ExecuteAsync(new QueryCpuDefinitionsCommand(), Deadline, cancellationToken);
        var commands = client.ExecuteAsync(new QueryCommandsCommand(), Deadline, cancellationToken);
        var devices = client.ExecuteAsync(new QomListTypesCommand("device", includeAbstract: false), Deadline, cancellationToken);
        var kvm = client.ExecuteAsync(new QueryKvmCommand(), Deadline, cancellationToken);
        var hasSandbox = HasSandboxAsync(client, cancellationToken);
        await Task.WhenAll(machines, models, commands, devices, kvm, hasSandbox);
        return new QemuFacts
        {
            Binary = options.QemuBinary,
            Fingerprint = fingerprint,
            Version = client.Version.ToString(),
            Package = client.Version.Package.Trim(),
            Machines = [.. (await machines).Select(machine => new QemuMachineFact(machine.Name, machine.Alias, machine.CpuMax))],
            CpuModels = [.. (await models).Select(model => model.Name).Order(StringComparer.Ordinal)],
            Commands = [.. (await commands).Select(command => command.Name).Order(StringComparer.Ordinal)],
            Devices = [.. (await devices).Select(device => device.Name).Order(StringComparer.Ordinal)],
            HasKvm = (await kvm).Present,
            HasSandbox = await hasSandbox,
        };
    }

    // A QEMU without seccomp does not know the option's name.
    private static async Task<bool> HasSandboxAsync(QmpClient client, CancellationToken cancellationToken)
    {
        try
        {
            return (await client.ExecuteAsync(new QueryCommandLineOptionsCommand("sandbox"), Deadline, cancellationToken)).Count > 0;
        }
        catch (QmpErrorException)
        {
            return false;
        }
    }

    // What a daemon left that was killed while it asked: the folder, and a QEMU that waits for questions.
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
