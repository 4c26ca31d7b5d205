using System.Net.Sockets;
using Lodge.Engine.Ports;
using Lodge.Linux.Processes;
using Lodge.Model.Errors;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Tuning;
using Lodge.Qemu.Companions;
using Lodge.Qemu.Images;
using Lodge.Qemu.Launching;
using Lodge.Qemu.Meters;
using Lodge.Qemu.Processes;
using Lodge.Qemu.RunFolders;
using Lodge.Qemu.Tuning;
using Lodge.Qmp;

namespace Lodge.Qemu.Recovery;

/// <summary>Takes over a QEMU that a former daemon started.</summary>
internal sealed class Reattacher(
    LaunchTools tools, PidFdWatcher watcher)
{
    private static readonly TimeSpan GreetingDeadline = TimeSpan.FromSeconds(10);

    /// <summary>Takes it over.</summary>
    /// <returns>Null when the process is gone.</returns>
    /// <exception cref="LodgeException">The process is there, and its monitor does not answer.</exception>
    public async Task<IVmProcess?> ReattachAsync(RunRecord record, CancellationToken cancellationToken)
    {
        if (record.Runtime is not { } runtime
            || ProcessHandle.TryOpen(watcher, runtime.ProcessId, record.ProcessStartTime) is not { } process)
        {
            return null;
        }

        QmpSession? session = null;
        var companions = CompanionsOf(record);
        try
        {
            var paths = tools.Folders.Of(runtime.Definition.Id);
            var client = await ConnectAsync(runtime, paths.QmpSocket, process, cancellationToken);
            if (client is null)
            {
                companions.Dispose();
                process.Dispose();
                return null;
            }

            session = new QmpSession(runtime.Definition.Name, paths.QmpSocket, client, process, tools.SessionLogger);
            tools.Claims.Note(await ClaimOfAsync(runtime, cancellationToken));
            var tuner = new VmTuner(runtime.Definition, runtime.ProcessId, new PerfCounters(runtime.ProcessId), session, tools.Cgroups, tools.SessionLogger);
            var parts = new QemuParts(process, session, new RunRecordFile(paths.Record, record), paths, companions, tuner);
            var vm = new QemuVmProcess(parts, tools);
            await FinishAsync(record, vm, parts, cancellationToken);
            return vm;
        }
        catch
        {
            companions.Dispose();
            process.Dispose();
            await (session?.DisposeAsync() ?? ValueTask.CompletedTask);
            throw;
        }
    }

    private CompanionGroup CompanionsOf(RunRecord record) => new((record.Companions ?? [])
        .Select(recorded => new Companion(recorded, ProcessHandle.TryOpen(watcher, recorded.ProcessId, recorded.StartTime))));

    // What the former daemon may not have come to any more, or left changed for a moment.
    private static async Task FinishAsync(RunRecord record, QemuVmProcess vm, QemuParts parts, CancellationToken cancellationToken)
    {
        await vm.RestorePolicyAsync(cancellationToken);
        parts.Tuner.CountAgain(TuningProfiles.Fill(vm.Runtime.Definition).Tuning);

        // An agent that came before this daemon did is known from here on.
        await vm.Agent.IsThereAsync(cancellationToken);
        if (record.Intent.Operation != RunOperation.Starting)
        {
            return;
        }

        await parts.Tuner.StartAsync(TuningProfiles.Fill(vm.Runtime.Definition), cancellationToken);
        await FirstSettings.ApplyAsync(
            parts.Session, vm.Runtime.Definition, vm.Runtime.Displays ?? [], parts.Paths, cancellationToken);
    }

    // Null when the process ended meanwhile.
    private static async Task<QmpClient?> ConnectAsync(
        VmRuntime runtime, string socket, ProcessHandle process, CancellationToken cancellationToken)
    {
        try
        {
            return await QmpTransport.ConnectAsync(socket, GreetingDeadline, cancellationToken);
        }
        catch (QmpTimeoutException late)
        {
            throw new LodgeException(
                ErrorCode.Timeout,
                $"The QEMU of VM '{runtime.Definition.Name}' (process {runtime.ProcessId}) runs and its monitor does not answer: {late.Message}",
                "It may wait for storage; try again later.",
                late);
        }
        catch (Exception failure) when (failure is QmpException or SocketException or IOException)
        {
            return await HasEndedAsync(process)
                ? null
                : throw new LodgeException(
                    ErrorCode.HypervisorFailed,
                    $"The monitor of VM '{runtime.Definition.Name}' (process {runtime.ProcessId}) cannot be reached: {failure.Message}",
                    cause: failure);
        }
    }

    private static async Task<bool> HasEndedAsync(ProcessHandle process) =>
        await Task.WhenAny(process.Exited, Task.Delay(TimeSpan.FromMilliseconds(200))) == process.Exited;

    // An image that cannot be read any more is left out: QEMU has it open, and its own locks still guard it.
    private static async Task<VmClaim> ClaimOfAsync(VmRuntime runtime, CancellationToken cancellationToken)
    {
        var images = new List<ImageClaim>();
        foreach (var disk in runtime.Definition.Disks)
        {
            try
            {
                images.AddRange(ImageClaim.Of(await DiskChains.OfAsync(disk, cancellationToken), disk.ReadOnly));
            }
            catch (LodgeException)
            {
                continue;
            }
        }

        return new VmClaim(runtime.Definition.Id, runtime.Definition.Name, runtime.Uid, images);
    }
}
