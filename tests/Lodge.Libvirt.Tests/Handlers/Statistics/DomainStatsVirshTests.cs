using Lodge.Libvirt.Protocol;
using Lodge.Libvirt.Tests.Support;
using Lodge.LibvirtXml.Domain;
using Lodge.TestSupport.Libvirt;
using Lodge.Xdr;

namespace Lodge.Libvirt.Tests.Handlers.Statistics;

public sealed class DomainStatsVirshTests
{
    private const string Xml =
        "<domain type='qemu'><name>web</name><memory unit='MiB'>256</memory><vcpu>1</vcpu><os><type arch='x86_64' machine='q35'>hvm</type></os>"
        + "<devices><disk type='file'><driver type='raw'/><source file='/web.raw'/><target dev='vda'/></disk>"
        + "<interface type='user'><mac address='52:54:00:0a:0b:0c'/></interface></devices></domain>";

    [Fact]
    public async Task Virsh_shows_what_a_domain_does()
    {
        await using var server = await TestServer.StartAsync();
        await server.Engine.Definitions.DefineAsync(DomainXml.Read(Xml), TestContext.Current.CancellationToken);
        await ExpectAsync(server, 1, "domain is not running", "domblkstat", "web", "vda");
        await ExpectAsync(server, 0, "Capacity:       1048576", "domblkinfo", "web", "vda");
        await server.Engine.Lifecycle.StartAsync("web", paused: false, discardSave: false, TestContext.Current.CancellationToken);
        server.World.Processes.Values.Single().DiskFails = true;

        await ExpectAsync(server, 0, "CPU time:       4.0s", "dominfo", "web");
        await ExpectAsync(server, 0, "block.0.wr.bytes=1024", "domstats", "web");
        await ExpectAsync(server, 0, "vda rd_req 1", "domblkstat", "web", "vda");
        await ExpectAsync(server, 0, "wr_bytes 1024", "domblkstat", "web");
        await ExpectAsync(server, 1, "invalid path: vdz", "domblkstat", "web", "vdz");
        await ExpectAsync(server, 0, "Physical:       8192", "domblkinfo", "web", "vda");
        await ExpectAsync(server, 0, "vda: no space", "domblkerror", "web");
        await ExpectAsync(server, 0, "actual 131072", "dommemstat", "web");
        await ExpectAsync(server, 0, "major_fault 5", "dommemstat", "web");
        await ExpectAsync(server, 0, "user_time            3.000000000 seconds", "cpu-stats", "web");
        await ExpectAsync(server, 0, "CPU Affinity:   yy", "vcpuinfo", "web");
        await ExpectAsync(server, 1, "not a known interface", "domifstat", "web", "vnet0");
        await ExpectAsync(server, 1, "private network", "domifstat", "web", "52:54:00:0A:0B:0C");
        await ExpectAsync(server, 0, "ok", "domcontrol", "web");
        await ExpectAsync(server, 0, "None", "domjobinfo", "web");
        await ExpectAsync(server, 1, "no job is active", "domjobabort", "web");
        await ExpectAsync(server, 0, "cmt            : disabled", "perf", "web");
        await ExpectAsync(server, 1, "'cmt' cannot be counted, which kernels do not count since 4.14", "perf", "web", "--enable", "cmt");
        Assert.Empty(server.Logs.Complaints);
    }

    [Fact]
    public async Task Virsh_switches_events_on_and_off_and_shows_their_counts()
    {
        await using var server = await TestServer.StartAsync();
        await server.Engine.Definitions.DefineAsync(DomainXml.Read(Xml), TestContext.Current.CancellationToken);
        await ExpectAsync(server, 0, "cpu_clock      : enabled", "perf", "web", "--enable", "task_clock,cpu_clock", "--config");
        await ExpectAsync(server, 0, "<event name='cpu_clock' enabled='yes'/>\n    <event name='task_clock' enabled='yes'/>\n  </perf>\n  <devices>", "dumpxml", "web");
        await server.Engine.Lifecycle.StartAsync("web", paused: false, discardSave: false, TestContext.Current.CancellationToken);
        await ExpectAsync(server, 0, "perf.cpu_clock=42\n  perf.task_clock=42", "domstats", "web", "--perf");
        await ExpectAsync(server, 0, "", "perf", "web", "--disable", "cpu_clock", "--live");
        await ExpectAsync(server, 0, "cpu_clock      : disabled", "perf", "web");
        await ExpectAsync(server, 0, "cpu_clock      : enabled", "perf", "web", "--config");
        await ExpectAsync(server, 1, "'luck' not supported", "perf", "web", "--enable", "luck");
        Assert.Empty(server.Logs.Complaints);
    }

    [Fact]
    public async Task A_save_under_way_is_a_job_that_can_be_aborted_and_is_told_of_afterwards()
    {
        await using var server = await TestServer.StartAsync();
        await server.Engine.Definitions.DefineAsync(DomainXml.Read(Xml), TestContext.Current.CancellationToken);
        await server.Engine.Lifecycle.StartAsync("web", paused: false, discardSave: false, TestContext.Current.CancellationToken);
        server.World.SaveGate = new TaskCompletionSource().Task;
        server.Engine.Saving.Save("web", null);

        await ExpectAsync(server, 0, "Unbounded", "domjobinfo", "web");
        await ExpectAsync(server, 0, "job", "domcontrol", "web");
        await ExpectAsync(server, 0, "", "domjobabort", "web");
        await ExpectAsync(server, 0, "Cancelled", "domjobinfo", "web", "--completed");
        await ExpectAsync(server, 0, "running", "domstate", "web");
    }

    [Fact]
    public async Task Processors_come_with_their_time_and_the_map_of_where_they_may_run()
    {
        await using var server = await TestServer.StartAsync();
        var vm = await server.Engine.Definitions.DefineAsync(DomainXml.Read(Xml), TestContext.Current.CancellationToken);
        await server.Engine.Lifecycle.StartAsync("web", paused: false, discardSave: false, TestContext.Current.CancellationToken);
        using var client = await server.OpenAsync();

        var reply = await client.CallAsync(
            (int)RemoteProcedure.DomainGetVcpus, new RpcArguments().Domain("web", vm.Id, 1).Number(4).Number(2).ToArray());

        var reader = new XdrReader(reply.Payload);
        var told = DomainGetVcpusRet.Decode(ref reader);
        Assert.Equal(new VcpuInfo(0, 1, 2_500_000_000, 1), Assert.Single(told.Info));
        Assert.Equal([0b11, 0], told.Cpumaps);
        var greedy = await client.CallAsync(
            (int)RemoteProcedure.DomainGetVcpus, new RpcArguments().Domain("web", vm.Id, 1).Number(int.MaxValue).Number(int.MaxValue).ToArray());
        Assert.Equal(1, greedy.Status);
    }

    private static async Task ExpectAsync(TestServer server, int expectedStatus, string expected, params string[] command)
    {
        var (status, output) = await VirshRun.RunAsync(server, command);

        Assert.True(status == expectedStatus, $"{string.Join(' ', command)}: {output}");
        Assert.Contains(expected, output, StringComparison.Ordinal);
    }
}
