using Lodge.Api.Contracts;
using Lodge.Api.Contracts.Snapshots;
using Lodge.Client;
using Lodge.Model.Jobs;
using Lodge.Model.Snapshots;
using Lodge.Model.Vms.Devices;
using Lodge.Model.Vms.States;
using Lodge.System.Tests.Support;
using Lodge.TestSupport.Daemons;
using Lodge.TestSupport.Guests;

namespace Lodge.System.Tests.Snapshots;

/// <summary>Snapshots of a real guest that writes to its disks, with a real QEMU.</summary>
public sealed class SnapshotTests(DaemonFixture fixture) : IClassFixture<DaemonFixture>
{
    private const string Vm = "kept";

    [Fact]
    public async Task Running_guest_is_snapshotted_reverted_and_its_snapshots_deleted_while_it_reads_and_writes()
    {
        var daemon = fixture.Daemon;
        using var client = daemon.Client();
        var disks = new[] { "one", "two" }.Select(name => Path.Combine(daemon.Root, $"{name}.raw")).ToList();
        foreach (var path in disks)
        {
            await using var file = File.Create(path);
            file.SetLength(8 << 20);
        }

        var tiny = (await TinyGuest.GetAsync()).Vm(Vm);
        var definition = tiny with
        {
            Disks = [.. disks.Select(path => new DiskDefinition { Source = new FileDiskSource { Path = path }, Format = DiskFormat.Raw })],
        };
        await client.CreateVmAsync(new CreateVm { Definition = definition, Start = true });
        await using (var console = await GuestConsole.OpenAsync(client, Vm))
        {
            await console.SeesAsync(TinyGuest.Up);
        }

        await WriteAsync("first");
        await CreateAsync("a");
        await WriteAsync("second");
        await CreateAsync("b", memory: true);
        await WriteAsync("third");
        await CreateAsync("c");
        await WriteAsync("fourth");
        await EndsAsync(client, await client.Snapshots.DeleteAsync(Vm, "c"));
        await ReadsAsync("fourth");

        // The guest goes on in the middle of its work, with the disks of then.
        await EndsAsync(client, await client.Snapshots.RevertAsync(Vm, "b"));
        Assert.Equal(VmState.Running, (await client.GetVmAsync(Vm)).Status.State);
        await ReadsAsync("second");
        await WriteAsync("fifth");
        await EndsAsync(client, await client.Snapshots.DeleteAsync(Vm, "a"));
        await EndsAsync(client, await client.Snapshots.DeleteAsync(Vm, "b"));
        await ReadsAsync("fifth");
        Assert.Empty(await client.Snapshots.ListAsync(Vm));
        await LivesInFirstImagesAsync();

        // What its images got while it ran goes with a disk.
        await CreateAsync("alone");
        var detached = await daemon.LodgeAsync("detach", Vm, "vdb", "--live");
        Assert.True(detached.ExitCode == 0, detached.Errors);
        var open = Directory.GetFiles($"/proc/{(await client.GetVmAsync(Vm)).Runtime!.ProcessId}/fd").Select(file => new FileInfo(file).LinkTarget ?? "");
        Assert.DoesNotContain(open, file => file.StartsWith(Path.Combine(daemon.Root, "two"), StringComparison.Ordinal));
        await client.KillVmAsync(Vm);
        await EndsAsync(client, await client.Snapshots.DeleteAsync(Vm, "alone"));
        await LivesInFirstImagesAsync();

        // Without QEMU: the same by qemu-img.
        await CreateAsync("d");
        await CreateAsync("e");
        await EndsAsync(client, await client.Snapshots.DeleteAsync(Vm, "d"));
        await EndsAsync(client, await client.Snapshots.RevertAsync(Vm, "e", RevertTo.Running));
        await using (var console = await GuestConsole.OpenAsync(client, Vm))
        {
            await console.SeesAsync(TinyGuest.Up);
        }

        await ReadsAsync("fifth");

        // Within the images that the disks have now; one of them falls back to the first image.
        await WriteAsync("sixth");
        await CreateAsync("f", memory: true, inside: true);
        await WriteAsync("seventh");
        await CreateAsync("g", inside: true);
        await WriteAsync("eighth");
        await EndsAsync(client, await client.Snapshots.RevertAsync(Vm, "f"));
        Assert.Equal(VmState.Running, (await client.GetVmAsync(Vm)).Status.State);
        await ReadsAsync("sixth");
        await CreateAsync("h");
        await WriteAsync("ninth");
        await EndsAsync(client, await client.Snapshots.DeleteAsync(Vm, "e"));
        await EndsAsync(client, await client.Snapshots.RevertAsync(Vm, "g"));
        await ReadsAsync("seventh");
        await EndsAsync(client, await client.Snapshots.RevertAsync(Vm, "f"));
        Assert.Equal(VmState.Running, (await client.GetVmAsync(Vm)).Status.State);
        await ReadsAsync("sixth");
        await EndsAsync(client, await client.Snapshots.DeleteAsync(Vm, "h"));
        await EndsAsync(client, await client.Snapshots.DeleteAsync(Vm, "f"));
        await ReadsAsync("sixth");
        await client.KillVmAsync(Vm);
        await EndsAsync(client, await client.Snapshots.RevertAsync(Vm, "g"));
        await EndsAsync(client, await client.Snapshots.DeleteAsync(Vm, "g"));
        foreach (var image in Directory.GetFiles(daemon.Root, "*.qcow2"))
        {
            var check = await Ran.ProgramAsync("qemu-img", ["check", "-q", image]);
            Assert.True(check.ExitCode == 0, $"{image}: {check.Output}{check.Errors}");
            Assert.Empty((await Ran.ProgramAsync("qemu-img", ["snapshot", "-l", image])).Output);
        }

        async Task LivesInFirstImagesAsync()
        {
            var definition = (await client.GetVmAsync(Vm)).Definition;
            Assert.Equal(disks, definition.Disks.Select(disk => disk.Source!.HostPath()));
            Assert.Empty(Directory.GetFiles(daemon.Root, "*.qcow2"));
        }

        async Task CreateAsync(string name, bool memory = false, bool inside = false) =>
            await EndsAsync(client, await client.Snapshots.CreateAsync(Vm, new CreateSnapshot { Name = name, Memory = memory, Internal = inside }));

        async Task WriteAsync(string text) =>
            Assert.Contains("has", await RunAsync($"disk-write /dev/vda {text}-a && disk-write /dev/vdb {text}-b"), StringComparison.Ordinal);

        async Task ReadsAsync(string text)
        {
            var seen = await RunAsync("disk-read /dev/vda; echo; disk-read /dev/vdb");
            Assert.Contains($"{text}-a", seen, StringComparison.Ordinal);
            Assert.Contains($"{text}-b", seen, StringComparison.Ordinal);
        }

        async Task<string> RunAsync(string script)
        {
            var said = "";
            await Soon.HoldsAsync(
                async () =>
                {
                    var ran = await daemon.LodgeAsync("exec", Vm, "-n", "--", "sh", "-c", script);
                    said = ran.Output;
                    return ran.ExitCode == 0;
                },
                $"{script} in the guest");
            return said;
        }

        async Task EndsAsync(LodgeClient by, Job job)
        {
            var ended = await by.WaitForJobAsync(job, null, TimeSpan.FromMinutes(1), default);
            Assert.True(ended.State == JobState.Succeeded, $"{ended.Kind}: {ended.Error?.Message}\n{daemon.Log}");
        }
    }
}
