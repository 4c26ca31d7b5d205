using System.Globalization;
using Lodge.Linux.Errors;
using Lodge.Linux.Processes;
using Lodge.Model.Errors;
using Lodge.Qemu.Launching;
using Lodge.Qemu.Logs;

namespace Lodge.Qemu.Companions.Tpm;

/// <summary>
/// Makes TPMs. It happens once in a VM's life, before any guest has had a say in the state: so the program runs with
/// the daemon's rights, and the authority's keys stay out of every VM's reach.
/// </summary>
internal sealed class TpmFactory(Spawner spawner)
{
    private const string UnfinishedSuffix = ".new";
    private const int ShownWords = 5;
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    /// <summary>Makes the TPM when there is none yet; whole or not at all.</summary>
    /// <exception cref="LodgeException">It could not be made.</exception>
    public async Task MakeIfMissingAsync(TpmManufacture manufacture, CompanionHost host, CancellationToken cancellationToken)
    {
        if (Directory.Exists(manufacture.Folder))
        {
            return;
        }

        var unfinished = manufacture.Folder + UnfinishedSuffix;
        try
        {
            Prepare(manufacture, unfinished);
            await RunAsync(manufacture, unfinished, host, cancellationToken);
            Directory.Move(unfinished, manufacture.Folder);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new LodgeException(
                ErrorCode.StorageFailed,
                $"The TPM of VM '{host.VmName}' cannot be made: {failure.Message}",
                "See that the daemon's state folder is writable and not full.",
                failure);
        }
        finally
        {
            Remove(unfinished);
        }
    }

    private static void Prepare(TpmManufacture manufacture, string unfinished)
    {
        Remove(unfinished);
        PrivateFolder.Make(unfinished);
        PrivateFolder.Make(manufacture.AuthorityFolder);
        foreach (var (path, text) in manufacture.Configuration)
        {
            File.WriteAllText(path, text);
        }
    }

    private async Task RunAsync(TpmManufacture manufacture, string folder, CompanionHost host, CancellationToken cancellationToken)
    {
        var arguments = manufacture.Arguments(folder, Environment.IsPrivilegedProcess);
        var log = host.Paths.CompanionLog(SwtpmPlan.Name);
        using var process = Spawn(manufacture.Program, arguments, log, host);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Deadline);
        try
        {
            var exit = await process.WaitForExitAsync(limit.Token);
            if (exit.ExitCode != 0)
            {
                throw NotMade(manufacture, host.VmName, $"({exit}). It said: {string.Join(" / ", QemuLog.LastWords(log).TakeLast(ShownWords))}");
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw NotMade(manufacture, host.VmName, $"in {Deadline.TotalSeconds:0} s.");
        }
        finally
        {
            process.Signal(Signals.Kill);
            await process.WaitForExitAsync(CancellationToken.None);
        }
    }

    private ProcessHandle Spawn(string program, IReadOnlyList<string> arguments, string logPath, CompanionHost host)
    {
        try
        {
            using var log = ProgramLog.Begin(logPath, program, arguments);
            var process = spawner.Spawn(new SpawnRequest
            {
                Executable = program,
                Arguments = arguments,
                Environment = new Dictionary<string, string>
                {
                    ["PATH"] = "/usr/sbin:/usr/bin:/sbin:/bin",
                    ["LC_ALL"] = "C",
                    [ConfinedPlan.Mark] = host.Paths.RunFolder,
                },
                WorkingDirectory = "/",
                Output = log,
            });
            Join(process, host.CgroupProcsFiles);
            return process;
        }
        catch (LinuxException failure)
        {
            throw new LodgeException(
                ErrorCode.HypervisorFailed, $"The TPM of VM '{host.VmName}' cannot be made: {failure.Message}.", "Reinstall swtpm-tools, or remove it for a TPM without certificates.", failure);
        }
    }

    // What it starts in turn belongs to the VM's groups too, and goes with them when the start fails.
    private static void Join(ProcessHandle process, IReadOnlyList<string> procsFiles)
    {
        foreach (var file in procsFiles)
        {
            try
            {
                File.WriteAllText(file, process.Pid.ToString(CultureInfo.InvariantCulture));
            }
            catch (IOException)
            {
                return; // It has ended already, and its exit status tells why.
            }
        }
    }

    private static LodgeException NotMade(TpmManufacture manufacture, string vm, string how) => new(
        ErrorCode.HypervisorFailed,
        $"'{manufacture.Program}' did not make the TPM of VM '{vm}' {how}",
        "Its whole output is in the VM's log folder, tpm0.log. Without the package swtpm-tools the TPM is made without certificates.");

    private static void Remove(string folder)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
