using System.Text.Json;
using Lodge.Model.Errors;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Compute;
using Lodge.Model.Vms.Devices;
using Lodge.Model.Vms.Usage;
using Lodge.Qemu.Processes;
using Lodge.Qemu.Tuning;
using Lodge.Qmp.Commands;
using Lodge.Qmp.Events;

namespace Lodge.Qemu.Meters;

/// <summary>
/// Asks one QEMU for its counters: all commands at once, one behind the other on the wire. Each costs QEMU some time, so
/// what cannot have changed is not asked again, as long as nobody gives QEMU commands of his own.
/// </summary>
/// <param name="session">Its monitor.</param>
/// <param name="runtime">The running VM.</param>
internal sealed class QemuQuestions(QmpSession session, Func<VmRuntime> runtime)
{
    private readonly MemoryQuestions _memory = new(session);
    private readonly DiskQuestions _disks = new(session);
    private volatile KnownVcpus? _vcpus;
    private volatile DirtyRate? _dirtyRate;
    private volatile bool _isDirtyRateExpected;

    private bool IsTampered => runtime().Taints.OrEmpty().Contains(VmTaint.CustomMonitor);

    /// <summary>QEMU is about to measure how fast the guest changes its memory, so it is asked for that from now on.</summary>
    public void ExpectDirtyRate() => _isDirtyRateExpected = true;

    /// <summary>Takes notice of what QEMU tells by itself.</summary>
    public void Observe(QmpEvent happened)
    {
        if (happened is BalloonChangeEvent balloon)
        {
            _memory.OnBalloonMoved(balloon.Actual);
        }
    }

    /// <summary>Sizes of images may have changed.</summary>
    public void ForgetDisks() => _disks.Forget();

    /// <summary>The connection is a new one, and QEMU may have told much meanwhile.</summary>
    public void Forget()
    {
        _memory.Forget();
        _disks.Forget();
    }

    /// <summary>Asks for the parts that are wanted. What QEMU refuses is missing in the answer; it never fails.</summary>
    public async Task<QemuAnswers> AskAsync(UsageParts parts)
    {
        var definition = runtime().Definition;
        var troubles = new List<string>();
        var vcpus = AskIf(parts, UsageParts.Vcpus, () => VcpusAsync(definition));
        var recentWillDo = (parts & UsageParts.RecentWillDo) != 0 && !IsTampered;
        var memory = AskIf(parts, UsageParts.Memory, () => _memory.AskAsync(definition, recentWillDo));
        var disks = AskIf(parts, UsageParts.Disks, () => _disks.AskAsync(definition, recentWillDo));
        var ioThreads = AskIf(parts, UsageParts.IoThreads, () => IoThreadsAsync(definition));
        var dirtyRate = AskIf(parts, UsageParts.DirtyRate, DirtyRateAsync);
        return new QemuAnswers
        {
            Vcpus = await TakeAsync(vcpus, troubles),
            Memory = await TakeAsync(memory, troubles),
            Disks = await TakeAsync(disks, troubles),
            IoThreads = await TakeAsync(ioThreads, troubles),
            DirtyRate = await TakeAsync(dirtyRate, troubles),
            Trouble = troubles.Count == 0 ? null : troubles[0],
        };
    }

    private static Task<T?> AskIf<T>(UsageParts parts, UsageParts wanted, Func<Task<T?>> ask)
        where T : class => (parts & wanted) == 0 ? Task.FromResult<T?>(null) : ask();

    private static async Task<T?> TakeAsync<T>(Task<T?> answer, List<string> troubles)
        where T : class
    {
        try
        {
            return await answer;
        }
        catch (LodgeException failure)
        {
            troubles.Add(failure.Error.Message);
            return null;
        }
    }

    // Threads come and go with changes of the definition only; while such a change is under way their number may differ.
    private async Task<IReadOnlyList<NumberedThread>?> VcpusAsync(VmDefinition definition)
    {
        if (_vcpus is { } known && ReferenceEquals(known.Definition, definition)
            && known.Threads.Count == VcpuPresence.Of(definition.Cpu).Count && !IsTampered)
        {
            return known.Threads;
        }

        var told = await ExecuteAsync(new QueryCpusFastCommand());
        var threads = told.Select(vcpu => new NumberedThread(vcpu.CpuIndex, vcpu.ThreadId)).OrderBy(vcpu => vcpu.Number).ToList();
        _vcpus = new KnownVcpus(definition, threads);
        return threads;
    }

    private async Task<IReadOnlyList<IoThreadUsage>?> IoThreadsAsync(VmDefinition definition)
    {
        if (definition.Tuning?.IoThreads is not { Count: > 0 } && !IsTampered)
        {
            return [];
        }

        var answer = await ExecuteAsync(new RawCommand("query-iothreads"));
        return
        [
            .. answer.EnumerateArray()
                .Where(thread => IoThreadNames.NumberIn(thread.GetProperty("id").GetString()!) is not null)
                .Select(thread => new IoThreadUsage(
                    IoThreadNames.NumberIn(thread.GetProperty("id").GetString()!)!.Value,
                    Number(thread, "poll-max-ns"), Number(thread, "poll-grow"), Number(thread, "poll-shrink")))
                .OrderBy(thread => thread.Number),
        ];
    }

    // qapi/migration.json, query-dirty-rate (since QEMU 5.2).
    private async Task<DirtyRate?> DirtyRateAsync()
    {
        if (_dirtyRate is { State: 0 } unmeasured && !_isDirtyRateExpected && !IsTampered)
        {
            return unmeasured;
        }

        var answer = await ExecuteAsync(new RawCommand("query-dirty-rate"));
        var state = answer.GetProperty("status").GetString() switch { "measuring" => 1, "measured" => 2, _ => 0 };
        return _dirtyRate = new DirtyRate(
            state,
            Number(answer, "start-time"),
            (int)Number(answer, "calc-time"),
            answer.TryGetProperty("mode", out var mode) ? mode.GetString() ?? "" : "page-sampling",
            answer.TryGetProperty("dirty-rate", out var rate) ? rate.GetInt64() : null);
    }

    private static long Number(JsonElement answer, string name) =>
        answer.TryGetProperty(name, out var value) && value.TryGetInt64(out var number) ? number : 0;

    private Task<T> ExecuteAsync<T>(Qmp.QmpCommand<T> command) => session.ExecuteAsync(command, CancellationToken.None);

    private sealed record KnownVcpus(VmDefinition Definition, IReadOnlyList<NumberedThread> Threads);
}
