using Lodge.Linux;
using Lodge.Linux.Cgroups;
using Lodge.Linux.Errors;
using Lodge.Linux.Files;
using Lodge.Linux.Processes;
using Lodge.Linux.Topology;
using Lodge.Model.Errors;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Devices;
using Lodge.Model.Vms.Tuning;
using Lodge.Qemu.Checks;
using Lodge.Qemu.Meters;
using Lodge.Qemu.Processes;
using Lodge.Qmp.Commands;
using Microsoft.Extensions.Logging;

namespace Lodge.Qemu.Tuning;

/// <summary>Tunes one running QEMU: asks for its threads, plans, and does; all or nothing.</summary>
/// <param name="vm">The VM.</param>
/// <param name="pid">Its QEMU.</param>
/// <param name="counters">What the kernel counts for it.</param>
/// <param name="session">The monitor of that.</param>
/// <param name="cgroups">Where the VM's groups are.</param>
/// <param name="logger">Told of each step that could not be undone.</param>
internal sealed partial class VmTuner(VmDefinition vm, int pid, PerfCounters counters, QmpSession session, Lazy<CgroupTree> cgroups, ILogger logger)
{
    /// <summary>What the kernel counts for the QEMU; whoever ends the QEMU disposes them.</summary>
    public PerfCounters Counters => counters;

    /// <summary>Tunes a QEMU that was just started, before its guest runs. Costs nothing when the definition has no tuning.</summary>
    /// <exception cref="LodgeException">The host cannot do what is asked; the message names the field.</exception>
    public Task StartAsync(VmDefinition definition, CancellationToken cancellationToken) => definition.Tuning is null
        ? Task.CompletedTask
        : DoAsync(definition.Tuning, null, (threads, host) => TuningPlanner.Start(definition.Tuning, threads, host), cancellationToken);

    /// <summary>Goes over from one tuning to another while the guest runs.</summary>
    /// <param name="present">What it runs with.</param>
    /// <param name="wanted">What it shall run with; valid.</param>
    /// <param name="cancellationToken">Ends it, undone.</param>
    /// <exception cref="LodgeException">The host cannot do what is asked; the message names the field, and all is as before.</exception>
    public Task ChangeAsync(TuningDefinition? present, TuningDefinition? wanted, CancellationToken cancellationToken)
    {
        TuningCheck.ThrowIfImpossible(wanted, TopologyReader.ReadOnline);
        return DoAsync(wanted, present, (threads, host) => TuningPlanner.Change(present, wanted, threads, host), cancellationToken);
    }

    /// <summary>Begins anew to count what a former daemon counted. That it cannot does no harm to the VM.</summary>
    public void CountAgain(TuningDefinition? tuning)
    {
        foreach (var wanted in (tuning?.PerfEvents).OrEmpty())
        {
            try
            {
                counters.Open(wanted);
            }
            catch (LodgeException refused)
            {
                NotCounted(vm.Name, refused.Error.Message);
            }
        }
    }

    /// <summary>Treats threads alike that came later than the tuning, such as those of vCPUs that were plugged in.</summary>
    /// <exception cref="LodgeException">The host cannot do what is asked; the message names the field.</exception>
    public Task JoinAsync(TuningDefinition? tuning, CancellationToken cancellationToken) => tuning?.Cpu is null
        ? Task.CompletedTask
        : DoAsync(tuning, null, (threads, host) => TuningPlanner.Join(tuning, threads, host), cancellationToken);

    private async Task DoAsync(
        TuningDefinition? wanted,
        TuningDefinition? present,
        Func<TuningThreads, TuningHost, IReadOnlyList<TuningKnob>> plan,
        CancellationToken cancellationToken)
    {
        await using var undo = new UndoStack(trouble => UndoFailed(vm.Name, trouble));
        var knobs = plan(await ThreadsAsync(cancellationToken), Host(wanted, present));
        await new TuningDoer(session, counters, undo).DoAsync(knobs, cancellationToken);
        undo.Keep();
    }

    private async Task<TuningThreads> ThreadsAsync(CancellationToken cancellationToken)
    {
        var vcpus = session.ExecuteAsync(new QueryCpusFastCommand(), cancellationToken);
        var ioThreads = await session.ExecuteAsync(new QueryIothreadsCommand(), cancellationToken);
        return TuningThreads.Of(
            ProcessThreads.List(pid),
            [.. (await vcpus).Select(vcpu => new NumberedThread(vcpu.CpuIndex, vcpu.ThreadId))],
            [
                .. ioThreads.Select(thread => (Number: IoThreadNames.NumberIn(thread.Id), thread.ThreadId))
                    .Where(thread => thread.Number is not null)
                    .Select(thread => new NumberedThread(thread.Number!.Value, thread.ThreadId)),
            ]);
    }

    private TuningHost Host(TuningDefinition? wanted, TuningDefinition? present)
    {
        var group = cgroups.Value.Open(vm.Id.ToString("D"));
        return new TuningHost
        {
            Online = TopologyReader.ReadOnline(),
            Cpu = group.Place("cpu"),
            Memory = group.Place("memory"),
            Block = group.Place("blkio", "io"),
            Devices = Devices([.. wanted?.BlockIo?.Devices ?? [], .. present?.BlockIo?.Devices ?? []]),
        };
    }

    // A device that is not there is left out: the planner knows in which field it stands.
    private static Dictionary<string, string> Devices(IEnumerable<BlockIoDevice> devices)
    {
        var numbers = new Dictionary<string, string>();
        foreach (var path in devices.Select(device => device.Path).Distinct())
        {
            try
            {
                if (DeviceNode.BlockNumbersOf(path) is { } found)
                {
                    numbers[path] = found;
                }
            }
            catch (LinuxException)
            {
                continue; // Missing or out of reach; either way there is nothing to limit.
            }
        }

        return numbers;
    }

    [LoggerMessage(4801, LogLevel.Warning, "A step of the refused change of the tuning of VM {Vm} could not be undone")]
    private partial void UndoFailed(string vm, Exception trouble);

    [LoggerMessage(4802, LogLevel.Warning, "VM {Vm} goes on with fewer events counted than before: {Trouble}")]
    private partial void NotCounted(string vm, string trouble);
}
