using System.Text.Json;
using Lodge.Api.Contracts;
using Lodge.Api.Contracts.Devices;
using Lodge.Api.Tests.Support;
using Lodge.Client.Consoles;
using Lodge.Model.Errors;
using Lodge.Model.Host;
using Lodge.Model.Jobs;
using Lodge.Model.Primitives;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Changes;
using Lodge.Model.Vms.Devices;
using Lodge.Model.Vms.Keys;
using Lodge.Model.Vms.States;

namespace Lodge.Api.Tests.Client;

public sealed class RoundTripTests
{
    [Fact]
    public async Task Every_operation_called_by_the_client_comes_back_as_what_it_was()
    {
        await using var api = await ApiHost.StartAsync();

        await DefinitionsAsync(api);
        await LifecycleAsync(api);
        await JobsAsync(api);
        await PanelAsync(api);
        await ChangesAsync(api);
        await StreamsAsync(api);
        await AgentRoundTrip.RunAsync(api);
        await HostAsync(api);
        await NetworkRoundTrip.RunAsync(api);
        await SnapshotRoundTrip.RunAsync(api);
        await CheckpointRoundTrip.RunAsync(api);
        await DiskJobRoundTrip.RunAsync(api);
        await StorageRoundTrip.RunAsync(api);
        await ImageRoundTrip.RunAsync(api);

        // Operations that the client has no use for.
        Assert.Equal(["getHealth"], api.Operations.Except(api.Called.Keys).Order());
    }

    [Fact]
    public async Task A_failing_job_throws_its_own_error()
    {
        await using var api = await ApiHost.StartAsync();
        var vm = await api.Client.CreateVmAsync(Samples.Started());
        api.World.Processes[vm.Id].ObeysPowerButton = false;

        var job = await api.Client.ShutDownVmAsync("hello", new ShutDownVm { TimeoutSeconds = 1 });
        var e = await Assert.ThrowsAsync<LodgeException>(() => api.Client.WaitForJobAsync(job));

        Assert.Equal(ErrorCode.Timeout, e.Error.Code);
        Assert.Contains("did not power off", e.Message);
        Assert.NotNull(e.Error.Remedy);
    }

    [Fact]
    public async Task Waiting_for_a_job_gives_up_in_time_and_leaves_it_running()
    {
        await using var api = await ApiHost.StartAsync();
        var vm = await api.Client.CreateVmAsync(Samples.Started());
        api.World.SaveGate = new TaskCompletionSource().Task;
        var job = await api.Client.SaveVmAsync("hello");

        var e = await Assert.ThrowsAsync<LodgeException>(() => api.Client.WaitForJobAsync(job, timeout: TimeSpan.FromSeconds(0.2)));

        Assert.Equal(ErrorCode.Timeout, e.Error.Code);
        Assert.Equal(JobState.Running, (await api.Client.GetJobAsync(job.Id)).State);
        Assert.Equal(JobState.Cancelled, (await api.Client.CancelJobAsync(job.Id)).State);
        e = await Assert.ThrowsAsync<LodgeException>(() => api.Client.WaitForJobAsync(job));
        Assert.Equal(ErrorCode.Cancelled, e.Error.Code);
        Assert.Equal(VmState.Running, (await api.Client.GetVmAsync("hello")).Status.State);
    }

    private static async Task DefinitionsAsync(ApiHost api)
    {
        var created = await api.Client.CreateVmAsync(Samples.Stopped());
        Assert.Equal((1, "hello", VmState.Stopped), (created.Revision, created.Name, created.Status.State));
        var read = await api.Client.GetVmForEditAsync(created.Id.ToString());
        Assert.Equivalent(created, read, strict: true);

        var replaced = await api.Client.ReplaceVmAsync("hello", read.Definition with { Title = "Hello, world" }, read.Revision);
        Assert.Equal((2, "Hello, world"), (replaced.Revision, replaced.Definition.Title));
        var e = await Assert.ThrowsAsync<LodgeException>(() => api.Client.ReplaceVmAsync("hello", read.Definition, read.Revision));
        Assert.Equal(ErrorCode.RevisionMismatch, e.Error.Code);

        Assert.Equal("goodbye", (await api.Client.RenameVmAsync("hello", "goodbye")).Name);
        var row = Assert.Single(await api.Client.ListVmsAsync(VmState.Stopped));
        Assert.Equal(("goodbye", 1, 512L << 20, "Hello, world"), (row.Name, row.Cpus, row.MemoryBytes, row.Title));
        Assert.Empty(await api.Client.ListVmsAsync(VmState.ShuttingDown));

        e = await Assert.ThrowsAsync<LodgeException>(() => api.Client.DeleteVmAsync("goodbye", expectedRevision: 1));
        Assert.Equal(ErrorCode.RevisionMismatch, e.Error.Code);
        await api.Client.DeleteVmAsync("goodbye", expectedRevision: 3);
        e = await Assert.ThrowsAsync<LodgeException>(() => api.Client.GetVmAsync("goodbye"));
        Assert.Equal((ErrorCode.VmNotFound, "There is no VM 'goodbye'."), (e.Error.Code, e.Message));
    }

    private static async Task LifecycleAsync(ApiHost api)
    {
        await api.Client.CreateVmAsync(Samples.Stopped());
        var started = await api.Client.StartVmAsync("hello", new StartVm { Paused = true });
        Assert.Equal((VmState.Paused, VmReason.StartedPaused), (started.Status.State, started.Status.Reason));
        Assert.Equal(Accelerator.Tcg, started.Runtime!.Accel);
        Assert.Equal(VmState.Running, (await api.Client.ResumeVmAsync("hello")).Status.State);
        Assert.Equal(VmState.Paused, (await api.Client.PauseVmAsync("hello")).Status.State);
        var tuning = await api.Client.GetTuningAsync("hello");
        Assert.Equal(("hello", true, "general"), (tuning.Vm, tuning.Running, tuning.Values.Single(value => value.Path == "tuning.profile").Value));
        Assert.Empty(await api.Client.GetPerfCountsAsync("hello"));
        Assert.Equal((512L << 20, 100L << 20), await api.Client.GetMemoryAsync("hello") is var memory ? (memory.Present, memory.Free) : default);
        await api.Client.ResumeVmAsync("hello");
        Assert.Equal(VmState.Running, (await api.Client.ResetVmAsync("hello")).Status.State);
        var killed = await api.Client.KillVmAsync("hello");
        Assert.Equal((VmState.Stopped, VmReason.Killed), (killed.Status.State, killed.Status.Reason));
    }

    private static async Task JobsAsync(ApiHost api)
    {
        await api.Client.StartVmAsync("hello");
        await DoneAsync(await api.Client.RebootVmAsync("hello"), JobKind.Reboot);
        await DoneAsync(await api.Client.SaveVmAsync("hello"), JobKind.Save);
        Assert.True((await api.Client.GetVmAsync("hello")).HasManagedSave);
        Assert.False((await api.Client.DiscardSaveAsync("hello")).HasManagedSave);

        await api.Client.StartVmAsync("hello");
        var file = Path.Combine(api.Folder, "mine.save");
        await DoneAsync(await api.Client.SaveVmAsync("hello", new SaveVm { Path = file }), JobKind.Save);
        await DoneAsync(await api.Client.RestoreVmAsync(new RestoreVm { Path = file }), JobKind.Restore);
        Assert.Equal(VmState.Running, (await api.Client.GetVmAsync("hello")).Status.State);
        await DoneAsync(await api.Client.ShutDownVmAsync("hello"), JobKind.ShutDown);
        Assert.Equal(VmReason.GuestPowerOff, (await api.Client.GetVmAsync("hello")).Status.Reason);

        var build = await api.Client.Images.BuildAsync(new BuildImage { Name = "tiny" });
        await DoneAsync(build, JobKind.BuildImage);
        Assert.Equal(JobState.Succeeded, (await api.Client.CancelJobAsync(build.Id)).State);
        Assert.Equal(build.Id, (await api.Client.ListJobsAsync())[0].Id);

        async Task DoneAsync(Job job, JobKind kind)
        {
            var seen = new List<Job>();
            var done = await api.Client.WaitForJobAsync(job, new Collector(seen), TimeSpan.FromSeconds(20));
            Assert.Equal((job.Id, kind, JobState.Succeeded), (done.Id, done.Kind, done.State));
            Assert.Equal(done, seen[^1]);
        }
    }

    private static async Task PanelAsync(ApiHost api)
    {
        await api.Client.StartVmAsync("hello");
        var picture = await api.Client.Panel.CaptureAsync("hello");
        Assert.Equal([0x89, 0x50, 0x4e, 0x47], picture[..4]);
        await api.Client.Panel.SendKeysAsync("hello", new SendKeys(["ctrl-alt-del", "enter"], 250));
        await api.Client.Panel.SendKeysAsync("hello", new SendKeys(["29-0x38"]) { CodeSet = KeyCodeSet.Linux });
        await api.Client.Panel.InjectNmiAsync("hello");
        Assert.Equal(["ctrl-alt-delete 250", "ret 250", "ctrl-alt 100", "nmi"], Assert.Single(api.World.Processes.Values).Pressed);

        var file = Path.Combine(api.Folder, "hello.core");
        var job = await api.Client.Panel.DumpAsync("hello", new DumpVm { Path = file, Then = AfterDump.Kill });
        Assert.Equal((JobKind.Dump, JobState.Succeeded), (job.Kind, (await api.Client.WaitForJobAsync(job)).State));
        var ended = (await api.Client.GetVmAsync("hello")).Status;
        Assert.Equal((VmState.Stopped, VmReason.Killed, $"its memory was dumped to {file}"), (ended.State, ended.Reason, ended.Detail));
    }

    private static async Task ChangesAsync(ApiHost api)
    {
        var vm = await api.Client.StartVmAsync("hello");
        var before = await api.Client.Changes.ListDevicesAsync("hello");
        var attached = await api.Client.Changes.AttachAsync("hello", """{"rng": {"alias": "dice"}}"""u8.ToArray(), ChangeScope.Both);
        Assert.Equal(["plug in dice"], attached.Applied);
        var dice = Assert.Single(await api.Client.Changes.ListDevicesAsync("hello"), device => device.Alias == "dice");
        Assert.Equal((DeviceKind.Rng, true, true), (dice.Kind, dice.IsRunning, dice.IsDefined));

        var e = await Assert.ThrowsAsync<LodgeException>(() => api.Client.Changes.AttachAsync("hello", """{"rng": {}, "hub": {}}"""u8.ToArray(), ChangeScope.Both));
        Assert.Contains("has 2 devices", e.Message);
        e = await Assert.ThrowsAsync<LodgeException>(() => api.Client.Changes.AttachAsync("hello", """{"rgn": {}}"""u8.ToArray(), ChangeScope.Both));
        Assert.Contains("did you mean 'rng'", e.Message);
        var watchdog = new AnyDevice { Watchdog = new WatchdogDefinition { Action = WatchdogAction.Pause } };
        e = await Assert.ThrowsAsync<LodgeException>(() => api.Client.Changes.UpdateAsync("hello", "nobody", watchdog, ChangeScope.Both, null));
        Assert.Equal(ErrorCode.InvalidArgument, e.Error.Code);

        await api.Client.Changes.DetachAsync("hello", "dice", ChangeScope.Both, TimeSpan.FromSeconds(1));
        var (then, after) = (before.Select(device => device.Alias), (await api.Client.Changes.ListDevicesAsync("hello")).Select(device => device.Alias).ToArray());
        Assert.Empty(then.Except(after));
        Assert.All(after.Except(then), alias => Assert.StartsWith("pci.", alias)); // A spare port more.

        var now = await api.Client.GetVmAsync("hello");
        var json = JsonSerializer.SerializeToUtf8Bytes(now.Definition with { Title = "Changed", Boot = new() { Menu = true } }, ApiJson.Default.VmDefinition);
        var changed = await api.Client.Changes.ReplaceAsync("hello", json, ChangeScope.Both, now.Revision);
        Assert.Equal("Changed", changed.Vm.Definition.Title);
        Assert.Contains(changed.Waiting, waiting => waiting.Path == "boot.menu");
        e = await Assert.ThrowsAsync<LodgeException>(() => api.Client.Changes.ReplaceAsync("hello", json, ChangeScope.Next, now.Revision));
        Assert.Equal(ErrorCode.RevisionMismatch, e.Error.Code);
        await api.Client.KillVmAsync(vm.Name);
    }

    private static async Task StreamsAsync(ApiHost api)
    {
        api.World.ConsoleLog = "booting\nup\n"u8.ToArray();
        api.World.QemuLog = "warning: x\n"u8.ToArray();
        await using (var log = await api.Client.OpenLogAsync("hello", tail: 3))
        {
            Assert.Equal("up\n", await new StreamReader(log).ReadToEndAsync());
        }

        await using (var log = await api.Client.OpenLogAsync("hello", LogSource.Qemu, tail: 2))
        {
            Assert.Equal("x\n", await new StreamReader(log).ReadToEndAsync());
        }

        await foreach (var happened in api.Client.EventsAsync(after: 1))
        {
            Assert.Equal((2, "hello"), (happened.Sequence, happened.VmName));
            break;
        }

        await api.Client.StartVmAsync("hello");
        await using var console = await api.Client.OpenConsoleAsync("hello");
        await foreach (var frame in console.ReadAsync())
        {
            var notice = Assert.IsType<ConsoleNotice>(frame);
            Assert.Equal(("attached", true), (notice.Control.Type, notice.Control.Writer));
            break;
        }
    }

    private static async Task CpusAsync(ApiHost api)
    {
        var models = await api.Client.GetCpuModelsAsync(Accelerator.Tcg);
        Assert.Equal(["big", "small"], models.Models.Select(model => model.Name));
        var comparison = await api.Client.CompareCpuAsync(new CpuSpec { Model = "big" });
        Assert.Equal((CpuRelation.Incompatible, "avx512f"), (comparison.Outcome, Assert.Single(comparison.Missing)));
        var baseline = await api.Client.BaselineCpuAsync([new CpuSpec { Model = "big" }, new CpuSpec { Model = "host" }]);
        Assert.Equal(("small", "avx sse2"), (baseline.Model, string.Join(' ', baseline.Features!.Select(feature => feature.Name))));
        var e = await Assert.ThrowsAsync<LodgeException>(() => api.Client.CompareCpuAsync(new CpuSpec { Model = "smal" }));
        Assert.Contains("did you mean 'small'", e.Message);
    }

    private static async Task HostAsync(ApiHost api)
    {
        var version = await api.Client.GetVersionAsync();
        Assert.Equal(("v1", "7.2.22"), (version.Api, version.Qemu));
        var host = await api.Client.GetHostAsync();
        Assert.Equal(("inn", "Too slow."), (host.HostName, host.Kvm.Reasons[0]));
        await CpusAsync(api);
        var reserved = await api.Client.ReserveHugePagesAsync(new HugePageRequest { PageSize = ByteSize.FromMiB(2), Count = 8 });
        Assert.Equivalent(reserved, await api.Client.GetHugePagesAsync(), strict: true);
        Assert.Equal(8, reserved.Pools[0].Available);
    }

    private sealed class Collector(List<Job> seen) : IProgress<Job>
    {
        public void Report(Job value) => seen.Add(value);
    }
}
