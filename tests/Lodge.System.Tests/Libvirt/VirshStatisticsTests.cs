using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text.Json;
using Lodge.Linux.Counters;
using Lodge.Linux.Errors;
using Lodge.Model.Vms.Tuning;
using Lodge.System.Tests.Support;
using Lodge.TestSupport.Daemons;
using Lodge.TestSupport.Guests;

namespace Lodge.System.Tests.Libvirt;

/// <summary>What virsh hears and reads of guests that run.</summary>
public sealed class VirshStatisticsTests(DaemonFixture fixture) : IClassFixture<DaemonFixture>
{
    // The guest sees the disk only a while after QEMU has it.
    private const string FillDisk =
        """{"execute":"guest-exec","arguments":{"path":"/bin/sh","arg":["-c","until [ -b /dev/vda ]; do sleep 0.1; done; dd if=/dev/zero of=/dev/vda bs=1k count=64; sync"]}}""";

    [Fact]
    public async Task Virsh_hears_everything_that_happens_to_a_guest_in_order()
    {
        var clients = new LibvirtClients(fixture.Daemon);
        using var events = VirshEvents.Start(clients);
        await ListenAsync(clients, events, "noise");

        await clients.DoneAsync("define", DomainFile.Small(fixture.Daemon, "heard"));
        await clients.DoneAsync("start", "heard");
        await clients.DoneAsync("suspend", "heard");
        await clients.DoneAsync("resume", "heard");
        await clients.DoneAsync("reset", "heard");
        await clients.DoneAsync("managedsave", "heard");
        await clients.DoneAsync("start", "heard");
        await clients.DoneAsync("destroy", "heard");
        await clients.DoneAsync("undefine", "heard");

        await Soon.HoldsAsync(() => Task.FromResult(events.Of("heard").Contains("'lifecycle': Undefined Removed")), "the end is heard");
        Assert.Equal(
            [
                "Defined Added", "Resumed Unpaused", "Started Booted", "Suspended Paused", "Resumed Unpaused", "Suspended Paused", "Stopped Saved",
                "Started Restored", "Resumed Unpaused", "Stopped Destroyed", "Undefined Removed",
            ],
            events.Of("heard").Where(line => line.StartsWith(Lifecycle, StringComparison.Ordinal)).Select(line => line[Lifecycle.Length..]));
        Assert.Contains("'reboot'", events.Of("heard"));
        Assert.Contains(events.Of("heard"), line => line.StartsWith("'job-completed'", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Virsh_hears_what_a_Linux_guest_and_its_devices_do()
    {
        var clients = new LibvirtClients(fixture.Daemon);
        using var events = VirshEvents.Start(clients);
        await ListenAsync(clients, events, "hum");
        var (disc, disk, display) = (Image("disc.iso"), Image("more.raw"), Path.Combine(fixture.Daemon.Root, "tux.vnc"));
        await clients.DoneAsync("create", DomainFile.Linux(fixture.Daemon, await TinyGuest.GetFullAsync(), "tux", devices: $"""
            <memballoon model='virtio'/>
            <graphics type='vnc'><listen type='socket' socket='{display}'/></graphics>
            <disk type='file' device='cdrom'><driver name='qemu' type='raw'/><source file='{disc}'/><target dev='sda' bus='sata'/><readonly/></disk>
            """));

        await HearsAsync("'agent-lifecycle': state: 'connected'");
        await clients.DoneAsync("setmem", "tux", "124M", "--live");
        await HearsAsync("'balloon-change': 126976KiB");
        await clients.DoneAsync("attach-disk", "tux", disk, "vdb", "--live");
        await HearsAsync("'device-added': virtio-disk");
        await clients.DoneAsync("blkdeviotune", "tux", "vdb", "--total-iops-sec", "1000", "--live");
        await HearsAsync("'tunable'");
        await clients.DoneAsync("domblkthreshold", "tux", "vdb", "4096B");
        await clients.DoneAsync("qemu-agent-command", "tux", FillDisk);
        await HearsAsync($"'block-threshold': dev: vdb({disk}) 4096 ");
        using (var viewer = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
        {
            await viewer.ConnectAsync(new UnixDomainSocketEndPoint(display), TestContext.Current.CancellationToken);
            await HearsAsync("'graphics': connect");
        }

        await clients.DoneAsync("detach-disk", "tux", "vdb", "--live");
        await HearsAsync("'device-removed': virtio-disk");
        await clients.DoneAsync("change-media", "tux", "sda", "--eject", "--live", "--force");
        await HearsAsync("'tray-change' disk sata-disk0: opened");
        Assert.Contains("actual 126976", await clients.DoneAsync("dommemstat", "tux"), StringComparison.Ordinal);
        Assert.DoesNotContain(events.Of("tux"), line => line.StartsWith("'lifecycle': Defined", StringComparison.Ordinal));
        await clients.DoneAsync("destroy", "tux");

        Task HearsAsync(string expected) => Soon.HoldsAsync(
            () => Task.FromResult(events.Of("tux").Any(line => line.StartsWith(expected, StringComparison.Ordinal))),
            $"virsh hears {expected}; so far: {string.Join(", ", events.Of("tux"))}");
    }

    private string Image(string name)
    {
        var path = Path.Combine(fixture.Daemon.Root, name);
        File.WriteAllBytes(path, new byte[1 << 20]);
        return path;
    }

    [Fact]
    public async Task Virsh_hears_what_QEMU_says_itself()
    {
        var clients = new LibvirtClients(fixture.Daemon);
        using var events = VirshEvents.Start(clients, "qemu-monitor-event", "--loop", "--regex", "--event", "^(STOP|RESUME)$");
        await clients.DoneAsync("create", DomainFile.Small(fixture.Daemon, "loud"));

        await Soon.HoldsAsync(
            async () =>
            {
                await clients.DoneAsync("suspend", "loud");
                await clients.DoneAsync("resume", "loud");
                return events.Of("loud").Any(line => line.StartsWith("STOP at ", StringComparison.Ordinal));
            },
            "virsh hears QEMU");
        await clients.DoneAsync("destroy", "loud");
    }

    [Fact]
    public async Task A_guest_whose_QEMU_stands_still_hides_nothing_of_the_others()
    {
        var clients = new LibvirtClients(fixture.Daemon);
        string[] names = ["calm", "dead", "east"];
        foreach (var name in names)
        {
            await clients.DoneAsync("create", DomainFile.Small(fixture.Daemon, name));
        }

        // The firmware needs a moment until it reads the disk.
        var whole = new Dictionary<string, string>();
        await Soon.HoldsAsync(
            async () =>
            {
                whole = Figures(await clients.DoneAsync("domstats", "dead"));
                return new[] { "vcpu.0.time", "block.0.rd.reqs" }.All(name => long.Parse(whole[name], CultureInfo.InvariantCulture) > 0);
            },
            "the guest runs and reads its disk");
        Assert.Equal("vda", whole["block.0.name"]);
        Assert.Equal("16384", whole["balloon.maximum"]);
        using var client = fixture.Daemon.Client();
        var pid = (await client.GetVmAsync("dead")).Runtime!.ProcessId.ToString(CultureInfo.InvariantCulture);
        await Ran.ProgramAsync("/bin/kill", ["-STOP", pid]);
        try
        {
            var watch = Stopwatch.StartNew();
            var all = await clients.DoneAsync("domstats");
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(6), $"All were read after {watch.Elapsed}.");
            watch.Restart();
            var again = await clients.DoneAsync("domstats", "--nowait");
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(4), $"Without waiting they were read after {watch.Elapsed}.");
            foreach (var text in new[] { all, again })
            {
                Assert.All([Of("calm", text), Of("east", text)], figures => Assert.Equal(whole.Keys.Order(), figures.Keys.Order()));
                Assert.DoesNotContain("block.0.rd.reqs", Of("dead", text).Keys);
                Assert.Contains("vcpu.0.time", Of("dead", text).Keys);
                Assert.Contains("cpu.time", Of("dead", text).Keys);
            }
        }
        finally
        {
            await Ran.ProgramAsync("/bin/kill", ["-CONT", pid]);
        }

        await Soon.HoldsAsync(
            async () => Figures(await clients.DoneAsync("domstats", "dead")).ContainsKey("block.0.rd.reqs"), "the guest is whole again");
        foreach (var name in names)
        {
            await clients.DoneAsync("destroy", name);
        }
    }

    [Fact]
    public async Task The_kernel_counts_what_is_switched_on_also_for_a_daemon_that_comes_later()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "Only root may count what other users' threads do.");
        Assert.SkipWhen(WhyNotCounted() is not null, WhyNotCounted() ?? "");
        var clients = new LibvirtClients(fixture.Daemon);
        await clients.DoneAsync("define", DomainFile.Small(fixture.Daemon, "counted"));
        await clients.DoneAsync("perf", "counted", "--enable", "task_clock,page_faults", "--config");
        await clients.DoneAsync("start", "counted");
        await CountsAsync("perf.page_faults", "perf.task_clock");

        await clients.DoneAsync("perf", "counted", "--enable", string.Join(',', s_kernelEvents), "--live");
        await CountsAsync("perf.context_switches", "perf.cpu_clock");
        var figures = Figures(await clients.DoneAsync("domstats", "counted", "--perf"));
        Assert.Equal([.. s_kernelEvents.Select(name => $"perf.{name}")], figures.Keys);
        using (var client = fixture.Daemon.Client())
        {
            Assert.Equal(figures.Keys, (await client.GetPerfCountsAsync("counted")).Select(count => $"perf.{JsonNamingPolicy.SnakeCaseLower.ConvertName(count.Event.ToString())}"));
        }

        Assert.Contains("unsupported configuration", await clients.FailsAsync("define", Cmt(DomainFile.Small(fixture.Daemon, "past"))), StringComparison.Ordinal);

        await fixture.Daemon.CrashAsync();
        await fixture.Daemon.StartAgainAsync("--accel", "tcg");
        await CountsAsync("perf.context_switches", "perf.cpu_clock");
        await clients.DoneAsync("perf", "counted", "--disable", string.Join(',', s_kernelEvents), "--live");
        Assert.Empty(Figures(await clients.DoneAsync("domstats", "counted", "--perf")));
        Assert.Equal(0, Counters());
        await clients.DoneAsync("destroy", "counted");

        await clients.DoneAsync("start", "counted");
        Assert.NotEqual(0, Counters());
        await clients.DoneAsync("destroy", "counted");
        await Soon.HoldsAsync(() => Task.FromResult(Counters() == 0), "the counters end with the VM");

        Task CountsAsync(params string[] names) => Soon.HoldsAsync(
            async () =>
            {
                var counted = Figures(await clients.DoneAsync("domstats", "counted", "--perf"));
                return names.All(name => long.Parse(counted[name], CultureInfo.InvariantCulture) > 0);
            },
            $"{string.Join(", ", names)} are counted");
    }

    [Fact]
    public async Task What_the_processor_of_the_host_does_not_count_is_refused_before_anything_happens()
    {
        Assert.SkipWhen(Directory.Exists("/sys/bus/event_source/devices/cpu"), "The processor of this host counts.");
        var clients = new LibvirtClients(fixture.Daemon);
        await clients.DoneAsync("define", DomainFile.Small(fixture.Daemon, "wish"));
        await clients.DoneAsync("start", "wish");
        const string Why = "this host's kernel or processor does not offer it";
        Assert.Contains(Why, await clients.FailsAsync("perf", "wish", "--enable", "instructions,cpu_clock", "--live"), StringComparison.Ordinal);
        Assert.DoesNotContain("enabled", await clients.DoneAsync("perf", "wish"), StringComparison.Ordinal);
        Assert.Contains(Why, await clients.FailsAsync("perf", "wish", "--enable", "instructions", "--config"), StringComparison.Ordinal);
        await clients.DoneAsync("destroy", "wish");
        await clients.DoneAsync("undefine", "wish");
    }

    // What the kernel counts by itself, in libvirt's order.
    private static readonly string[] s_kernelEvents =
    [
        "cpu_clock", "task_clock", "page_faults", "context_switches", "cpu_migrations", "page_faults_min", "page_faults_maj", "alignment_faults", "emulation_faults",
    ];

    // Containers often forbid it even to root.
    private static string? WhyNotCounted()
    {
        try
        {
            ThreadCounter.Open(PerfEvent.TaskClock, threadId: 0).Dispose();
            return null;
        }
        catch (LinuxException refused)
        {
            return $"This host lets nobody count: perf_event_open says {refused.Name}, kernel.perf_event_paranoid is {ThreadCounter.ReadParanoia()}.";
        }
    }

    private int Counters() => new DirectoryInfo($"/proc/{fixture.Daemon.ProcessId}/fd").EnumerateFiles().Count(file => file.LinkTarget == "anon_inode:[perf_event]");

    private static string Cmt(string file)
    {
        File.WriteAllText(file, File.ReadAllText(file).Replace("<devices>", "<perf><event name='cmt' enabled='yes'/></perf><devices>", StringComparison.Ordinal));
        return file;
    }

    private const string Lifecycle = "'lifecycle': ";

    // virsh does not say when it listens: tell it something until it is heard.
    private async Task ListenAsync(LibvirtClients clients, VirshEvents events, string name)
    {
        var file = DomainFile.Small(fixture.Daemon, name);
        await Soon.HoldsAsync(
            async () =>
            {
                await clients.DoneAsync("define", file);
                await clients.DoneAsync("undefine", name);
                return events.Of(name).Count > 0;
            },
            "virsh listens");
    }

    private static Dictionary<string, string> Of(string domain, string text) =>
        Figures(text.Split("Domain: ").Single(part => part.StartsWith($"'{domain}'", StringComparison.Ordinal)));

    private static Dictionary<string, string> Figures(string text) => text.Split('\n')
        .Select(line => line.Trim().Split('=', 2)).Where(pair => pair.Length == 2).ToDictionary(pair => pair[0], pair => pair[1]);
}
