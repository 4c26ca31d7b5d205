using System.Diagnostics;
using System.Globalization;
using Lodge.Api.Contracts;
using Lodge.Api.Contracts.Snapshots;
using Lodge.Client;
using Lodge.Model.Errors;
using Lodge.Model.Jobs;
using Lodge.Model.Primitives;
using Lodge.Model.Snapshots;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Compute;
using Lodge.Model.Vms.Devices;
using Lodge.Model.Vms.States;
using Lodge.TestSupport.Daemons;
using Lodge.TestSupport.Guests;

namespace Lodge.System.Tests.Snapshots;

/// <summary>
/// Kills daemon, QEMU, or both with SIGKILL at random moments of making, reverting and deleting snapshots of a VM with
/// two disks. Each round writes new data first; afterwards the disks hold the old data or, after a revert, that of the
/// snapshot, the data of every promised snapshot is what it was, and every image is sound. <c>LODGE_SEED</c> repeats a
/// run, <c>LODGE_ROUNDS</c> makes it longer.
/// </summary>
public sealed class SnapshotKillLoopTests(ITestOutputHelper output)
{
    private const string Vm = "kept";
    private const int Size = 4 << 20;

    // What comes next is the same in each run; when the signal strikes is not.
    private const int UsualSeed = 118094009;

    private readonly Dictionary<string, string> _promised = [];
    private readonly Dictionary<string, string> _attempted = [];
    private int _faults;

    [Fact]
    public async Task Daemon_and_qemu_killed_at_random_moments_of_snapshot_work_lose_nothing()
    {
        var seed = Number("LODGE_SEED") ?? UsualSeed;
        output.WriteLine($"seed {seed} (repeat with LODGE_SEED={seed})");
        var random = new Random(seed);
        await using var daemon = await LodgedProcess.StartAsync("--accel", "tcg");
        await PrepareAsync(daemon);
        var rounds = Number("LODGE_ROUNDS") ?? 4;
        for (var round = 0; round < rounds; round++)
        {
            await RoundAsync(daemon, random, $"seed {seed}, round {round}");
        }

        output.WriteLine($"rounds {rounds}, faults {_faults}, losses 0");
    }

    private static async Task PrepareAsync(LodgedProcess daemon)
    {
        using var client = daemon.Client();
        var boot = Path.Combine(daemon.Root, "boot.raw");
        SerialGuest.WriteDisk(boot);
        var disks = new[] { "one", "two" }.Select(name => Path.Combine(daemon.Root, $"{name}.raw")).ToList();
        disks.ForEach(path =>
        {
            using var file = File.Create(path);
            file.SetLength(Size);
        });
        await client.CreateVmAsync(new CreateVm
        {
            Definition = new VmDefinition(
                memory: new MemoryDefinition { Size = ByteSize.FromMiB(16) },
                disks: [.. disks.Prepend(boot).Select(path => new DiskDefinition { Source = new FileDiskSource { Path = path }, Format = DiskFormat.Raw })])
            {
                Name = Vm,
            },
        });
    }

    private async Task RoundAsync(LodgedProcess daemon, Random random, string when)
    {
        using var client = daemon.Client();
        await StopAsync(client);
        await WriteAsync(client, random);
        var before = await ReadAsync((await client.GetVmAsync(Vm)).Definition);
        var allowed = new HashSet<string> { before };
        var isLive = random.Next(3) > 0;
        if (isLive)
        {
            await client.StartVmAsync(Vm);
        }

        var (what, work) = Choose(client, random, allowed, before);
        var victim = isLive ? random.Next(3) : 1;
        await Task.Delay(random.Next(isLive ? 120 : 40));
        await KillAsync(daemon, (await client.GetVmAsync(Vm)).Runtime?.ProcessId, victim);
        var ended = await work;
        if (victim != 0)
        {
            await daemon.StartAgainAsync();
        }

        using var after = daemon.Client();
        await SettledAsync(after, daemon, when);
        await CheckAsync(after, daemon, allowed, $"{when}: {what}, {(isLive ? "live" : "stopped")}, victim {victim}, ended {ended}");
    }

    private (string What, Task<string> Work) Choose(LodgeClient client, Random random, HashSet<string> allowed, string before)
    {
        var name = $"s{random.Next(1_000_000).ToString(CultureInfo.InvariantCulture)}";
        var choice = _promised.Count == 0 ? 0 : _promised.Count > 5 ? 2 : random.Next(3);
        var old = _promised.Keys.ElementAtOrDefault(random.Next(Math.Max(1, _promised.Count))) ?? name;
        switch (choice)
        {
            case 0:
                var memory = random.Next(3) == 0;
                _attempted[name] = before;
                return ($"create {name}", AttemptAsync(client, async () => await client.Snapshots.CreateAsync(Vm, new CreateSnapshot { Name = name, Memory = memory }), () => _promised[name] = before));
            case 1:
                allowed.Add(_promised[old]);
                return ($"revert {old}", AttemptAsync(client, async () => await client.Snapshots.RevertAsync(Vm, old), () => allowed.IntersectWith([_promised[old]])));
            default:
                _promised.Remove(old);
                return ($"delete {old}", AttemptAsync(client, async () => await client.Snapshots.DeleteAsync(Vm, old), () => { }));
        }
    }

    private static async Task<string> AttemptAsync(LodgeClient client, Func<Task<Job>> begin, Action promised)
    {
        try
        {
            var job = await begin();
            var ended = await client.WaitForJobAsync(job, null, TimeSpan.FromSeconds(30));
            if (ended.State == JobState.Succeeded)
            {
                promised();
            }

            return $"{ended.State} {ended.Error?.Message}";
        }
        catch (LodgeException failure)
        {
            return failure.Error.Code.ToString();
        }
    }

    // 0: QEMU, 1: the daemon, 2: both.
    private async Task KillAsync(LodgedProcess daemon, int? qemu, int victim)
    {
        _faults += victim == 2 ? 2 : 1;
        if (victim != 0)
        {
            await daemon.CrashAsync();
        }

        if (victim != 1 && qemu is { } id)
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

    private static async Task SettledAsync(LodgeClient client, LodgedProcess daemon, string when)
    {
        await Support.Soon.HoldsAsync(
            async () => (await client.ListJobsAsync()).All(job => job.State != JobState.Running)
                && (await client.GetVmAsync(Vm)).Status.State is VmState.Stopped or VmState.Running or VmState.Paused,
            $"{when}: all is settled\n{daemon.Log}");
    }

    private async Task CheckAsync(LodgeClient client, LodgedProcess daemon, HashSet<string> allowed, string when)
    {
        output.WriteLine(when);
        await StopAsync(client);
        var vm = await client.GetVmAsync(Vm);
        var seen = await ReadAsync(vm.Definition);
        Assert.True(allowed.Contains(seen), $"{when}: the disks hold something else\n{daemon.Log}");
        var there = await client.Snapshots.ListAsync(Vm);
        foreach (var (name, contents) in _promised)
        {
            Assert.True(there.Any(snapshot => snapshot.Name == name), $"{when}: snapshot {name} is lost\n{daemon.Log}");
            var snapshot = await client.Snapshots.GetAsync(Vm, name);
            var holds = await ReadAsync(snapshot.Definition);
            Assert.True(holds == contents, $"{when}: snapshot {name} holds something else\n{daemon.Log}");
        }

        foreach (var left in there.Where(snapshot => !_promised.ContainsKey(snapshot.Name)))
        {
            // Made, though nobody heard of it; or not deleted: it is there and whole.
            var holds = await ReadAsync((await client.Snapshots.GetAsync(Vm, left.Name)).Definition);
            Assert.True(_attempted[left.Name] == holds, $"{when}: snapshot {left.Name} holds something else\n{daemon.Log}");
            _promised[left.Name] = holds;
        }
    }

    private static async Task StopAsync(LodgeClient client)
    {
        if ((await client.GetVmAsync(Vm)).Status.IsLive)
        {
            await client.KillVmAsync(Vm);
        }
    }

    // Somebody writes while the VM is stopped, as its guest would.
    private static async Task WriteAsync(LodgeClient client, Random random)
    {
        foreach (var disk in (await client.GetVmAsync(Vm)).Definition.Disks.Skip(1))
        {
            var pattern = (random.Next(254) + 1).ToString(CultureInfo.InvariantCulture);
            var place = $"{random.Next(Size / 65536) * 64}k";
            await ToolAsync("qemu-io", "-f", Word(disk), "-c", $"write -P {pattern} {place} 32k", disk.Source!.HostPath()!);
        }
    }

    private static async Task<string> ReadAsync(VmDefinition definition)
    {
        var hashes = new List<string>();
        foreach (var disk in definition.Disks.Skip(1))
        {
            var path = disk.Source!.HostPath()!;
            if (Word(disk) == "qcow2")
            {
                await ToolAsync("qemu-img", "check", "-q", "-f", "qcow2", path);
            }

            var copy = $"{path}.copy";
            await ToolAsync("qemu-img", "convert", "-f", Word(disk), "-O", "raw", path, copy);
            await using (var file = File.OpenRead(copy))
            {
                hashes.Add(Convert.ToHexString(await global::System.Security.Cryptography.SHA256.HashDataAsync(file)));
            }

            File.Delete(copy);
        }

        return string.Join(' ', hashes);
    }

    private static string Word(DiskDefinition disk) => disk.Format == DiskFormat.Qcow2 ? "qcow2" : "raw";

    private static async Task ToolAsync(string program, params string[] arguments)
    {
        var ran = await Ran.ProgramAsync(program, arguments);
        Assert.True(ran.ExitCode == 0, $"{program} {string.Join(' ', arguments)}: {ran.ExitCode} {ran.Output}{ran.Errors}");
    }

    private static int? Number(string variable) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
