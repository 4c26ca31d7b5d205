using System.Globalization;
using Lodge.Engine.Ports;
using Lodge.Linux.Processes;
using Lodge.Linux.Scheduling;
using Lodge.Linux.Topology;
using Lodge.Model.Errors;
using Lodge.Model.Primitives;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Changes;
using Lodge.Model.Vms.Compute;
using Lodge.Model.Vms.Tuning;
using Lodge.Qemu.Tests.Support;
using Lodge.TestSupport.Guests;

namespace Lodge.Qemu.Tests.Real;

/// <summary>Tuning of a real QEMU, as the kernel tells of it.</summary>
public sealed class TuningTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static CpuSet Online => TopologyReader.ReadOnline();

    [Fact]
    public async Task Threads_are_pinned_and_scheduled_from_the_start_and_anew_while_they_run()
    {
        await using var host = RealHost.Create();
        SkipUnlessRoot();
        var last = $"{Online.Numbers[^1]}";
        var definition = host.Guest() with
        {
            Cpu = new CpuDefinition { Count = 2 },
            Tuning = new() { Cpu = new() { VcpuPins = [new(0, "0"), new(1, last)], EmulatorPin = last, VcpuSchedulers = [new("1", SchedulerPolicy.Batch)] } },
        };
        await using var vm = await host.LaunchAsync(definition);
        var pid = vm.Runtime.ProcessId;
        Assert.Equal([("0", SchedulingPolicy.Other), (last, SchedulingPolicy.Batch)], Vcpus(pid));
        Assert.Equal(last, $"{ThreadAffinity.Get(pid)}");

        var freed = definition with { Tuning = new() { Cpu = new() { CpuSet = "0" } } };
        await TuneAsync(vm, definition, freed, Token);
        Assert.Equal([("0", SchedulingPolicy.Other), ("0", SchedulingPolicy.Other)], Vcpus(pid));
        Assert.Equal("0", $"{ThreadAffinity.Get(pid)}");

        await TuneAsync(vm, freed, definition with { Tuning = null }, Token);
        Assert.Equal(Online, ThreadAffinity.Get(pid));
    }

    [Fact]
    public async Task Groups_get_weight_quota_and_limits_and_lose_them_again()
    {
        await using var host = RealHost.Create();
        SkipUnlessRoot();
        var definition = host.Guest() with
        {
            Tuning = new()
            {
                Cpu = new() { Weight = 200, Quota = 30_000, Period = 60_000, EmulatorQuota = 50_000 },
                Memory = new() { HardLimit = ByteSize.FromGiB(1), SoftLimit = ByteSize.FromMiB(512) },
            },
        };
        await using var vm = await host.LaunchAsync(definition);
        var version1 = Find(host, "cpu.shares") is not null;
        Assert.Equal(version1 ? "2048" : "200", Find(host, version1 ? "cpu.shares" : "cpu.weight"));
        Assert.Equal(version1 ? "30000" : "30000 60000", Find(host, "vcpu0/" + (version1 ? "cpu.cfs_quota_us" : "cpu.max")));
        Assert.Equal(version1 ? "50000" : "50000 100000", Find(host, "emulator/" + (version1 ? "cpu.cfs_quota_us" : "cpu.max")));
        Assert.Equal($"{1L << 30}", Find(host, "memory.limit_in_bytes") ?? Find(host, "memory.max"));
        Assert.Equal($"{512L << 20}", Find(host, "memory.soft_limit_in_bytes") ?? Find(host, "memory.high"));
        var vcpu = Threads(vm.Runtime.ProcessId, "CPU 0/").Single();
        Assert.Equal($"{vcpu}", Find(host, "vcpu0/" + (version1 ? "tasks" : "cgroup.threads")));
        Assert.Contains($"{vm.Runtime.ProcessId}", Find(host, "emulator/" + (version1 ? "tasks" : "cgroup.threads")), StringComparison.Ordinal);

        await TuneAsync(vm, definition, definition with { Tuning = new() { Cpu = new() { Weight = 50 } } }, Token);
        Assert.Equal(version1 ? "512" : "50", Find(host, version1 ? "cpu.shares" : "cpu.weight"));
        Assert.Equal("", Find(host, "vcpu0/" + (version1 ? "tasks" : "cgroup.threads")));
        Assert.NotEqual($"{1L << 30}", Find(host, "memory.limit_in_bytes") ?? Find(host, "memory.max"));

        await vm.QuitAsync(Token);
        Assert.Empty(host.Cgroups());
    }

    [Fact]
    public async Task A_change_that_the_kernel_refuses_half_way_leaves_all_as_it_was()
    {
        await using var host = RealHost.Create();
        SkipUnlessRoot();
        var definition = host.Guest();
        await using var vm = await host.LaunchAsync(definition);
        var shares = Find(host, "cpu.shares") ?? Find(host, "cpu.weight");

        // The whole VM's quota is less than that of a vCPU alone, which version 1 refuses; in version 2 no device is like that.
        var refused = await Assert.ThrowsAsync<LodgeException>(() => TuneAsync(vm, 
            definition,
            definition with
            {
                Tuning = new()
                {
                    Cpu = new() { Weight = 300, GlobalQuota = 10_000, Quota = 90_000, CpuSet = "0" },
                    BlockIo = new() { Devices = [new() { Path = "/dev/null", ReadBytes = 1 }] },
                },
            },
            Token));

        Assert.Contains("tuning.", refused.Message, StringComparison.Ordinal);
        Assert.Equal(shares, Find(host, "cpu.shares") ?? Find(host, "cpu.weight"));
        Assert.Equal(Online, ThreadAffinity.Get(vm.Runtime.ProcessId));

        refused = await Assert.ThrowsAsync<LodgeException>(() => TuneAsync(vm, 
            definition, definition with { Tuning = new() { Cpu = new() { Weight = 300, GlobalQuota = 10_000, Quota = 90_000, CpuSet = "0" } } }, Token));
        Assert.StartsWith("tuning.cpu.quota: ", refused.Message, StringComparison.Ordinal);
        Assert.Equal(shares, Find(host, "cpu.shares") ?? Find(host, "cpu.weight"));
        Assert.Equal("-1", Find(host, "cpu.cfs_quota_us"));
        Assert.Null(Find(host, "vcpu0/cpu.shares"));
    }

    [Fact]
    public async Task Restrictive_memory_binds_the_whole_process()
    {
        await using var host = RealHost.Create();
        Assert.SkipUnless(File.Exists("/proc/self/numa_maps"), "This kernel knows no NUMA.");
        await using var vm = await host.LaunchAsync(host.Guest() with { Numa = new() { HostNodes = "0", Policy = NumaPolicy.Restrictive } });
        var maps = await File.ReadAllLinesAsync($"/proc/{vm.Runtime.ProcessId}/numa_maps", Token);
        Assert.All(maps, map => Assert.Equal("bind:0", map.Split(' ')[1]));
    }

    [Fact]
    public async Task A_real_time_vcpu_gets_its_policy_and_its_budget()
    {
        await using var host = RealHost.Create();
        SkipUnlessRoot();
        var definition = host.Guest() with { Tuning = new() { Cpu = new() { VcpuSchedulers = [new("0", SchedulerPolicy.Fifo, 3)] } } };
        await using var vm = await host.LaunchAsync(definition);
        Assert.Equal(new ThreadSchedule(SchedulingPolicy.Fifo, 3), ThreadSchedule.Get(Threads(vm.Runtime.ProcessId, "CPU 0/").Single()));
    }

    [Fact]
    public async Task Io_threads_serve_disks_poll_and_are_pinned_as_they_are_told()
    {
        await using var host = RealHost.Create();
        SkipUnlessRoot();
        var definition = host.Guest() with
        {
            Tuning = new()
            {
                Cpu = new() { IoThreadPins = [new(2, "0")], IoThreadQuota = 40_000 },
                IoThreads = [new() { Id = 1 }, new() { Id = 2, PollMax = 5000, ThreadPoolMin = 2, ThreadPoolMax = 8 }],
            },
        };
        await using var vm = await host.LaunchAsync(definition);
        using var serial = await Serial.ConnectAsync(vm);
        await vm.ResumeAsync(Token);
        await serial.ExpectAsync(SerialGuest.Greeting);
        var thread = Threads(vm.Runtime.ProcessId, "IO iothread2").Single();
        Assert.Equal("0", $"{ThreadAffinity.Get(thread)}");
        Assert.Contains($"{thread}", Find(host, "iothread2/tasks") ?? Find(host, "iothread2/cgroup.threads"), StringComparison.Ordinal);

        var changed = definition.Tuning with { IoThreads = [new() { Id = 1, PollMax = 0 }, new() { Id = 2, ThreadPoolMax = 1 }] };
        await TuneAsync(vm, definition, definition with { Tuning = changed }, Token);
        await serial.SayAsync("x");
        await serial.ExpectAsync("x");
    }

    [Theory]
    [InlineData(TuningProfile.Latency)]
    [InlineData(TuningProfile.Throughput)]
    [InlineData(TuningProfile.Density)]
    public async Task A_guest_boots_with_every_preset(TuningProfile profile)
    {
        await using var host = RealHost.Create();
        await using var vm = await host.LaunchAsync(host.Guest() with { Tuning = new() { Profile = profile } });
        using var serial = await Serial.ConnectAsync(vm);
        await vm.ResumeAsync(Token);
        await serial.ExpectAsync(SerialGuest.Greeting);
        Assert.Equal(profile == TuningProfile.Density ? 0 : 1, Threads(vm.Runtime.ProcessId, "IO iothread").Count);
    }

    [Fact]
    public async Task A_pin_to_a_processor_that_is_not_there_is_refused_with_its_path()
    {
        await using var host = RealHost.Create();
        var definition = host.Guest() with
        {
            Tuning = new() { Cpu = new() { VcpuPins = [new(0, "0,4095")], EmulatorPin = "4094" } },
            Numa = new() { HostNodes = "99" },
        };
        var refused = await Assert.ThrowsAsync<LodgeException>(() => host.Hypervisor.CheckAsync(definition, Token));
        Assert.Contains("tuning.cpu.vcpuPins[0].cpuSet: this host has no processor 4095 online.", refused.Message, StringComparison.Ordinal);
        Assert.Contains("tuning.cpu.emulatorPin: this host has no processor 4094 online.", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("cpuSet: this host has no processor 0", refused.Message, StringComparison.Ordinal);

        refused = await Assert.ThrowsAsync<LodgeException>(() => host.Hypervisor.CheckAsync(definition with { Tuning = null }, Token));
        Assert.StartsWith("numa.hostNodes: this host has no NUMA node 99 online.", refused.Message, StringComparison.Ordinal);
    }

    private static void SkipUnlessRoot() =>
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "Only root's control groups and threads can be tuned as is wanted here.");

    // QEMU names its threads with debug-threads only: the monitor knows them always, and vCPUs of TCG are called 'CPU 0/TCG'.
    private static IReadOnlyList<int> Threads(int pid, string name) =>
        [.. ProcessThreads.List(pid).Where(thread => ProcessThreads.NameOf(pid, thread)?.StartsWith(name, StringComparison.Ordinal) == true)];

    private static IEnumerable<(string Cpus, SchedulingPolicy Policy)> Vcpus(int pid) =>
        new[] { "CPU 0/", "CPU 1/" }.Select(name => Threads(pid, name).Single()).Select(thread => ($"{ThreadAffinity.Get(thread)}", ThreadSchedule.Get(thread).Policy));

    // The text of a file of the VM's group, in whichever hierarchy has it.
    private static string? Find(RealHost host, string file) =>
        host.Cgroups().Select(group => Path.Combine(group, file)).Where(File.Exists).Select(path => File.ReadAllText(path).Trim()).FirstOrDefault();

    private static Task TuneAsync(IVmProcess vm, VmDefinition present, VmDefinition wanted, CancellationToken cancellationToken) =>
        vm.Live.ApplyAsync(new TuningStep(present.Tuning, wanted.Tuning), present, new ChangeManner(TimeSpan.FromSeconds(5)), cancellationToken);
}
