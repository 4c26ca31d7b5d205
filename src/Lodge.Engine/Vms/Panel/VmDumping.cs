using Lodge.Engine.Gating;
using Lodge.Engine.Jobs;
using Lodge.Engine.Ports;
using Lodge.Model.Errors;
using Lodge.Model.Jobs;
using Lodge.Model.Vms;
using Lodge.Model.Vms.States;

namespace Lodge.Engine.Vms.Panel;

/// <summary>Dumping the memory of guests to files, for debuggers.</summary>
public sealed class VmDumping
{
    private readonly VmCore _core;

    internal VmDumping(VmCore core) => _core = core;

    /// <summary>Dumps a guest's memory. A running guest stands still meanwhile.</summary>
    /// <param name="vm">Name or id of a VM that runs, is paused, sleeps, or has crashed.</param>
    /// <param name="path">Absolute path of a file that does not exist yet.</param>
    /// <param name="format">Its format.</param>
    /// <param name="then">What becomes of the guest afterwards.</param>
    /// <param name="cancellationToken">Ends the wait for the job to begin.</param>
    /// <returns>The job, under way.</returns>
    public async Task<Job> DumpAsync(
        string vm, string path, MemoryDumpFormat format, AfterDump then, CancellationToken cancellationToken)
    {
        var present = Check(_core.Inventory.Get(vm));
        NewFile.ThrowIfUnfit(path, "dump");
        var formats = await _core.Live.Get(present.Id, present.Name).Process.Panel.QueryDumpFormatsAsync(cancellationToken);
        if (!formats.Contains(format))
        {
            throw new LodgeException(
                ErrorCode.Unsupported,
                $"This QEMU cannot dump memory as {Words(format)}.",
                $"It can as {string.Join(", ", formats.Select(Words))}.");
        }

        return _core.Jobs.Run(JobKind.Dump, present.Id, present.Name, (progress, token) => DumpAsync(present.Id, path, format, then, progress, token));
    }

    private async Task DumpAsync(
        Guid vmId, string path, MemoryDumpFormat format, AfterDump then, JobProgress progress, CancellationToken cancellationToken)
    {
        using var pass = await _core.Gates.EnterAsync(vmId, "memory dump", cancellationToken);
        var vm = Check(_core.Inventory.Get(vmId));
        var live = _core.Live.Get(vmId, vm.Name);
        await WriteAsync(live, path, format, progress, pass, cancellationToken);
        await FollowUpAsync(vmId, live, then, path, pass.Preempted);
    }

    /// <summary>Writes the dump, for who holds the VM.</summary>
    internal async Task WriteAsync(
        LiveVm live, string path, MemoryDumpFormat format, JobProgress progress, Pass pass, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, pass.Preempted);
        var vm = _core.Inventory.Get(live.VmId);
        Begin(vm, live, path);
        try
        {
            var share = new SynchronousProgress<double>(done => progress.Report((done, "writing the guest's memory")));
            await live.Process.Panel.DumpAsync(path, format, share, either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new LodgeException(ErrorCode.Cancelled, $"The memory dump of VM '{vm.Name}' was given up, because the VM is being ended.");
        }
        finally
        {
            Settle(live.VmId, live);
        }
    }

    private void Begin(Vm vm, LiveVm live, string path)
    {
        live.Amend(intent => intent.Operation == RunOperation.None ? intent with { Operation = RunOperation.Dumping, SavedState = path } : intent);
        if (vm.Status.State == VmState.Running)
        {
            _core.States.Apply(vm.Id, VmTrigger.DumpStarted);
        }
    }

    private void Settle(Guid vmId, LiveVm live)
    {
        if (live.Process.Exited.IsCompleted)
        {
            return; // The supervisor sees the end of the process and settles the VM.
        }

        if (_core.Inventory.Find(vmId) is { Status: { State: VmState.Paused, Reason: VmReason.Dumping } })
        {
            _core.States.Apply(vmId, VmTrigger.DumpEnded);
        }

        live.Amend(intent => intent.Operation == RunOperation.Dumping ? intent with { Operation = RunOperation.None, SavedState = null } : intent);
    }

    private async Task FollowUpAsync(Guid vmId, LiveVm live, AfterDump then, string path, CancellationToken cancellationToken)
    {
        switch (then)
        {
            case AfterDump.Reset:
                await _core.Restarter.RestartAsync(vmId, cancellationToken);
                break;
            case AfterDump.Kill:
                live.Amend(intent => intent with { Operation = RunOperation.Killing });
                await _core.Ender.EndAsync(vmId, VmTrigger.Killed, $"its memory was dumped to {path}", CancellationToken.None);
                break;
        }
    }

    private static Vm Check(Vm vm) =>
        vm.Status.State is VmState.Running or VmState.Paused or VmState.Suspended or VmState.Crashed ? vm : throw VmStates.Refusal(vm, "be dumped");

    private static string Words(MemoryDumpFormat format) => format switch
    {
        MemoryDumpFormat.KdumpZlib => "kdump-zlib",
        MemoryDumpFormat.KdumpLzo => "kdump-lzo",
        MemoryDumpFormat.KdumpSnappy => "kdump-snappy",
        MemoryDumpFormat.WinDmp => "win-dmp",
        _ => "elf",
    };
}
