using Lodge.Api.Contracts;
using Lodge.Api.Contracts.Snapshots;
using Lodge.Bench.Bare;
using Lodge.Bench.Lab;
using Lodge.Bench.Report;
using Lodge.Client;
using Lodge.Model.Jobs;
using Lodge.Model.Vms.Devices;
using Lodge.TestSupport.Guests;

namespace Lodge.Bench.Scenarios;

/// <summary>
/// How long a guest stands still while its disk is snapshotted: the longest silence of one that prints a line after the other,
/// from the call to the end of the job, against the longest silence of as much time without a snapshot.
/// </summary>
internal sealed class SnapshotPause(Workbench bench)
{
    private const string Vm = "beating";
    private const double LongestPause = 100; // Milliseconds.
    private const long DiskSize = 1L << 30;

    public async Task<IReadOnlyList<Row>> RunAsync()
    {
        await using var daemon = new BenchDaemon(bench, "snapshots");
        await daemon.StartAsync();
        using var client = daemon.Client();
        var disk = Path.Combine(daemon.Root, "disk.qcow2");
        await QemuImg.CreateAsync(bench, disk, DiskSize);
        var definition = (await TinyGuest.GetAsync()).Vm(Vm) with
        {
            Disks = [new DiskDefinition { Source = new FileDiskSource { Path = disk }, Format = DiskFormat.Qcow2 }],
        };
        await client.CreateVmAsync(new CreateVm { Definition = definition, Start = true });
        await using var beats = await HeartBeats.ListenAsync(client, Vm);
        var row = await MeasureAsync(client, beats);
        await client.KillVmAsync(Vm);
        return [row];
    }

    private async Task<Row> MeasureAsync(LodgeClient client, HeartBeats beats)
    {
        var (paused, usual) = (new Samples(), new Samples());
        var runs = bench.Options.Runs(20, 2);
        Workbench.Say($"snapshot of a running guest's disk: {runs} times");
        for (var i = 0; i < runs; i++)
        {
            var name = $"s{i}";
            var begun = beats.Now;
            await EndAsync(client, await client.Snapshots.CreateAsync(Vm, new CreateSnapshot { Name = name }));
            var took = beats.Now - begun;
            paused.Add(beats.LongestSilence(begun, begun + took));
            begun = beats.Now;
            await Task.Delay(took);
            usual.Add(beats.LongestSilence(begun, begun + took));
            await EndAsync(client, await client.Snapshots.DeleteAsync(Vm, name));
        }

        return new Row
        {
            Id = "snapshot-pause",
            What = "longest silence of a guest while its disk is snapshotted",
            Lodge = paused,
            Peer = new Peer("the same without a snapshot", usual),
            Goal = Goal.AtMost(LongestPause),
        };
    }

    private static async Task EndAsync(LodgeClient client, Job job)
    {
        var ended = await client.WaitForJobAsync(job);
        if (ended.State != JobState.Succeeded)
        {
            throw new InvalidOperationException($"{ended.Kind} of the bench ended {ended.State}: {ended.Error?.Message}");
        }
    }
}
