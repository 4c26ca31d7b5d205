using System.Diagnostics;
using System.Globalization;
using Lodge.Api.Contracts;
using Lodge.Client;
using Lodge.Model.Errors;
using Lodge.Model.Jobs;
using Lodge.Model.Primitives;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Compute;
using Lodge.Model.Vms.Devices;
using Lodge.Model.Vms.States;
using Lodge.System.Tests.Support;
using Lodge.TestSupport.Daemons;
using Lodge.TestSupport.Guests;

namespace Lodge.System.Tests.Faults;

/// <summary>
/// Kills daemon, QEMU, or both with SIGKILL at random moments of making, reverting and deleting snapshots, and of copying,
/// pulling and committing disks, under a guest that writes to two of them all the time, or while it is stopped. Afterwards
/// the disks hold all that the guest was told is written, or after a revert that of the snapshot; so does each promised
/// snapshot and copy; every image is sound; and a guest whose QEMU was not killed goes on. <c>LODGE_SEED</c> repeats a
/// run, <c>LODGE_FAULT_ROUNDS</c> makes it longer.
/// </summary>
public sealed class DiskKillLoopTests(ITestOutputHelper output)
{
    private const string Vm = "kept";
    private const int MostSnapshots = 4;

    // What comes next is the same in each run; when the signal strikes is not.
    private const int UsualSeed = 118094009;

    private readonly Dictionary<string, DiskContents> _promised = [];
    private readonly FaultCounts _counts = new();
    private string _boot = "";

    // When a round begins: what the disks hold, what the guest has noted, and what it will write first.
    private DiskContents _now = DiskContents.Empty;
    private int _noted;
    private int _first;

    [Fact]
    public async Task Daemon_and_qemu_killed_at_random_moments_of_work_on_images_lose_nothing()
    {
        var seed = Number("LODGE_SEED") ?? UsualSeed;
        output.WriteLine($"seed {seed} (repeat with LODGE_SEED={seed})");
        var random = new Random(seed);
        await using var daemon = await LodgedProcess.StartAsync("--accel", "tcg");
        await PrepareAsync(daemon);
        var rounds = Number("LODGE_FAULT_ROUNDS") ?? 4;
        for (var round = 0; round < rounds; round++)
        {
            await RoundAsync(daemon, random, $"seed {seed}, round {round}");
        }

        output.WriteLine($"{_counts}losses 0");
    }

    private async Task PrepareAsync(LodgedProcess daemon)
    {
        using var client = daemon.Client();
        _boot = Path.Combine(daemon.Root, "boot.raw");
        WritingGuest.WriteDisk(_boot);
        var disks = new[] { "one", "two" }.Select(name => Path.Combine(daemon.Root, $"{name}.raw")).ToList();
        disks.ForEach(path =>
        {
            using var file = File.Create(path);
            file.SetLength(WritingGuest.DiskSize);
        });
        await client.CreateVmAsync(new CreateVm
        {
            Definition = new VmDefinition(
                memory: new MemoryDefinition { Size = ByteSize.FromMiB(16) },
                disks: [.. disks.Prepend(_boot).Select(path => new DiskDefinition { Source = new FileDiskSource { Path = path }, Format = DiskFormat.Raw })])
            {
                Name = Vm,
            },
        });
    }

    private async Task RoundAsync(LodgedProcess daemon, Random random, string when)
    {
        using var client = daemon.Client();
        _noted = WritingGuest.ReadNoted(_boot);
        _first = Math.Max(_noted, _now.Last) + 1;
        var step = Choose(daemon, random);
        await step.PrepareAsync(client, Vm, random);
        var isLive = step.Kind == DiskStepKind.SnapshotWithMemory || random.Next(4) > 0;
        if (isLive)
        {
            await client.StartVmAsync(Vm);
            await WritesAsync(daemon, $"{when}, {step.Kind}, before");
        }

        var victim = isLive ? (FaultVictim)random.Next(3) : FaultVictim.Daemon;
        var again = victim != FaultVictim.Qemu && random.Next(4) == 0;
        var what = $"{when}: {step.Kind} of {step.Name}, {(isLive ? "live" : "stopped")}, killed {victim}{(again ? " and the next daemon" : "")}";
        var from = WritingGuest.ReadNoted(_boot);
        var work = step.RunAsync(client, Vm);
        await Task.Delay(random.Next(1 << random.Next(4, isLive ? 12 : 10))); // Often at once, sometimes when it is long done.
        await KillAsync(daemon, (await client.GetVmAsync(Vm)).Runtime?.ProcessId, victim);
        await work;
        if (victim != FaultVictim.Qemu)
        {
            await daemon.StartAgainAsync();
        }

        if (again)
        {
            await Task.Delay(random.Next(60));
            await daemon.CrashAsync();
            await daemon.StartAgainAsync();
        }

        _counts.Note(step, isLive, victim, again);
        output.WriteLine($"{what}: told {step.Told}");
        Assert.False(step.IsFlawed, $"{what}: {step.Told}\n{daemon.Log}");
        using var after = daemon.Client();
        await SettledAsync(after, daemon, what);
        Assert.True((await after.ListJobsAsync()).All(job => job.Error?.Code != ErrorCode.Internal), $"{what}: a job met a defect\n{daemon.Log}");
        if (isLive && victim == FaultVictim.Daemon && step.Kind != DiskStepKind.Revert)
        {
            Assert.True((await after.GetVmAsync(Vm)).Status.State == VmState.Running, $"{what}: the guest does not go on\n{daemon.Log}");
            await WritesAsync(daemon, $"{what}, afterwards");
        }

        await CheckAsync(after, daemon, step, from, what);
    }

    // Those that were done least come first.
    private DiskStep Choose(LodgedProcess daemon, Random random)
    {
        var possible = Enum.GetValues<DiskStepKind>().Where(kind => kind switch
        {
            DiskStepKind.Snapshot or DiskStepKind.SnapshotWithMemory => _promised.Count < MostSnapshots,
            DiskStepKind.Revert or DiskStepKind.Delete => _promised.Count > 0,
            _ => true,
        });
        var kind = possible.OrderBy(_counts.RoundsOf).ThenBy(_ => random.Next()).ElementAt(random.Next(2));
        var mark = random.Next().ToString("x", CultureInfo.InvariantCulture);
        var format = random.Next(2) == 0 ? DiskFormat.Raw : DiskFormat.Qcow2;
        var name = kind switch
        {
            DiskStepKind.Snapshot or DiskStepKind.SnapshotWithMemory => $"s{mark}",
            DiskStepKind.Revert or DiskStepKind.Delete => _promised.Keys.Order(StringComparer.Ordinal).ElementAt(random.Next(_promised.Count)),
            _ => random.Next(2) == 0 ? "vdb" : "vdc",
        };
        var target = kind is DiskStepKind.Copy or DiskStepKind.CopyAndPivot ? Path.Combine(daemon.Root, $"{name}-{mark}.{(format == DiskFormat.Raw ? "raw" : "qcow2")}") : "";
        return new DiskStep(kind, name, target, format);
    }

    private static async Task KillAsync(LodgedProcess daemon, int? qemu, FaultVictim victim)
    {
        if (victim != FaultVictim.Qemu)
        {
            await daemon.CrashAsync();
        }

        if (victim != FaultVictim.Daemon && qemu is { } id)
        {
            try
            {
                using var process = Process.GetProcessById(id);
                process.Kill();
            }
            catch (ArgumentException)
            {
                return; // It has ended by itself: a revert was under way.
            }
        }
    }

    private Task WritesAsync(LodgedProcess daemon, string when)
    {
        var before = WritingGuest.ReadNoted(_boot);
        return Soon.HoldsAsync(() => Task.FromResult(WritingGuest.ReadNoted(_boot) != before), $"{when}: the guest writes\n{daemon.Log}");
    }

    private static Task SettledAsync(LodgeClient client, LodgedProcess daemon, string when) => Soon.HoldsAsync(
        async () => (await client.ListJobsAsync()).All(job => job.State != JobState.Running)
            && (await client.GetVmAsync(Vm)).Status.State is VmState.Stopped or VmState.Running or VmState.Paused,
        $"{when}: all is settled\n{daemon.Log}");

    private async Task CheckAsync(LodgeClient client, LodgedProcess daemon, DiskStep step, int from, string when)
    {
        await StopAsync(client);
        var definition = (await client.GetVmAsync(Vm)).Definition;
        var noted = WritingGuest.ReadNoted(_boot);
        var seen = await DiskContents.ReadAsync(definition);
        Assert.True(IsRight(seen, step, noted), $"{when}: the disks hold up to {seen.Last}, the guest was told {noted}, and it began after {_now.Last}\n{daemon.Log}");
        await CheckSnapshotsAsync(client, step, (from, noted + 1), $"{when}\n{daemon.Log}");
        if (File.Exists(step.Target) && definition.Disks.All(disk => disk.Source!.HostPath() != step.Target))
        {
            var disk = step.Name == "vdb" ? 0 : 1;
            var copy = await DiskContents.ReadAsync(step.Target, step.Format);
            Assert.True(StatesOf(from, noted + 1).Any(state => state.HasDisk(disk, copy)), $"{when}: half a copy is there\n{daemon.Log}");
        }
        else if (step is { Kind: DiskStepKind.Copy, Promised: true })
        {
            Assert.Fail($"{when}: the copy is not there\n{daemon.Log}");
        }

        _now = seen;
    }

    private static async Task StopAsync(LodgeClient client)
    {
        try
        {
            await client.KillVmAsync(Vm);
        }
        catch (LodgeException failure) when (failure.Error.Code == ErrorCode.InvalidState)
        {
            return; // Its QEMU is gone already.
        }
    }

    private bool IsRight(DiskContents seen, DiskStep step, int noted)
    {
        if (step.Kind == DiskStepKind.Revert && seen.Continues(_promised[step.Name], null))
        {
            return true;
        }

        // What was written last is noted a moment later.
        return step is not { Kind: DiskStepKind.Revert, Promised: true } && seen.Continues(_now, _first)
            && (seen.Last == noted || seen.Last == noted + 1 || (noted == _noted && seen.Last == _now.Last));
    }

    private async Task CheckSnapshotsAsync(LodgeClient client, DiskStep step, (int From, int To) written, string when)
    {
        if (step.Kind == DiskStepKind.Delete && step.Promised)
        {
            _promised.Remove(step.Name);
        }

        var there = (await client.Snapshots.ListAsync(Vm)).Select(snapshot => snapshot.Name).ToHashSet();
        foreach (var name in _promised.Keys.Where(name => !there.Contains(name)).ToList())
        {
            Assert.True(step.Kind == DiskStepKind.Delete && step.Name == name, $"snapshot {name} is lost: {when}");
            _promised.Remove(name);
        }

        if (step is { Kind: DiskStepKind.Snapshot or DiskStepKind.SnapshotWithMemory, Promised: true })
        {
            Assert.True(there.Contains(step.Name), $"the new snapshot is lost: {when}");
        }

        foreach (var name in there)
        {
            var holds = await DiskContents.ReadAsync((await client.Snapshots.GetAsync(Vm, name)).Definition);
            var isRight = _promised.TryGetValue(name, out var known)
                ? known.Hash == holds.Hash
                : name == step.Name && StatesOf(written.From, written.To).Any(state => state.IsSame(holds));
            Assert.True(isRight, $"snapshot {name} holds something else: {when}");
            _promised[name] = holds;
        }
    }

    // What the disks held from one moment to another.
    private IEnumerable<DiskContents> StatesOf(int from, int to)
    {
        for (var last = from; last <= to; last++)
        {
            yield return _now.With(_first, last);
        }
    }

    private static int? Number(string variable) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
