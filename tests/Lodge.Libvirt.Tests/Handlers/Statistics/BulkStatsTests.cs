using System.Diagnostics;
using Lodge.Libvirt.Handlers.Statistics;
using Lodge.Libvirt.Protocol;
using Lodge.Libvirt.Tests.Support;
using Lodge.LibvirtXml.Domain;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Guest;
using Lodge.Model.Vms.States;
using Lodge.Model.Vms.Usage;
using Lodge.TestSupport.Libvirt;

namespace Lodge.Libvirt.Tests.Handlers.Statistics;

public sealed class BulkStatsTests
{
    private const int Bulk = (int)RemoteProcedure.ConnectGetAllDomainStats;
    private const uint Running = 16;
    private const uint Active = 1;
    private const uint NoWait = 1u << 29;
    private const uint Enforce = 1u << 31;

    [Fact]
    public void Images_behind_disks_are_told_of_only_when_asked_for()
    {
        const string Disks = "<disk type='file'><driver type='qcow2'/><source file='/a'/><target dev='vda'/></disk><disk type='file'><driver type='raw'/><source file='/b'/><target dev='vdb'/></disk>";
        var vm = new Vm { Definition = DomainXml.Read(Xml("web", Disks)), Status = new VmStatus(VmState.Running, VmReason.Booted, DateTimeOffset.UnixEpoch) };
        var usage = new VmUsage { Disks = [new DiskUsage { Name = "vda", Backing = [new DiskUsage { Name = "vda", Path = "/base", Capacity = 5 }] }] };

        Assert.Contains(new TypedParam("block.count", TypedParamValue.UInt(2)), StatsRecord.Of(vm, usage, StatsGroup.Block));
        var told = StatsRecord.Of(vm, usage, StatsGroup.Block, withBacking: true);

        Assert.Contains(new TypedParam("block.count", TypedParamValue.UInt(3)), told);
        Assert.Contains(new TypedParam("block.1.path", TypedParamValue.Text("/base")), told);
        Assert.Contains(new TypedParam("block.1.backingIndex", TypedParamValue.UInt(1)), told);
        Assert.Contains(new TypedParam("block.1.capacity", TypedParamValue.ULong(5)), told);
        Assert.Contains(new TypedParam("block.2.path", TypedParamValue.Text("/b")), told);
    }

    [Fact]
    public void Card_with_an_interface_is_counted_and_one_without_is_not()
    {
        const string Cards = "<interface type='user'><alias name='net0'/></interface><interface type='bridge'><source bridge='br0'/><alias name='net1'/></interface>";
        var definition = DomainXml.Read(Xml("web", Cards));
        definition = definition with { Nics = [definition.Nics[0] with { Alias = "net0" }, definition.Nics[1] with { Alias = "net1" }] };
        var vm = new Vm { Definition = definition, Status = new VmStatus(VmState.Running, VmReason.Booted, DateTimeOffset.UnixEpoch) };
        var card = new NicUsage
        {
            Alias = "net1", Interface = "vnet0", ReceivedBytes = 1, ReceivedPackets = 2, ReceiveErrors = 3, ReceiveDrops = 4,
            SentBytes = 5, SentPackets = 6, SendErrors = 7, SendDrops = 8,
        };

        Assert.Equal(
            """
            net.count UInt 2
            net.1.name Text vnet0
            net.1.rx.bytes ULong 1
            net.1.rx.pkts ULong 2
            net.1.rx.errs ULong 3
            net.1.rx.drop ULong 4
            net.1.tx.bytes ULong 5
            net.1.tx.pkts ULong 6
            net.1.tx.errs ULong 7
            net.1.tx.drop ULong 8
            """,
            string.Join('\n', StatsRecord.Of(vm, new VmUsage { Nics = [card] }, StatsGroup.Interface).Select(Text)));
    }

    // Names and types as libvirt 9.0 sends them.
    [Fact]
    public void A_running_domain_s_statistics_have_libvirt_s_names_and_types()
    {
        var vm = new Vm
        {
            Definition = DomainXml.Read(Xml("web", "<disk type='file'><driver type='raw'/><source file='/web.raw'/><target dev='vda'/></disk>")),
            Status = new VmStatus(VmState.Running, VmReason.Booted, DateTimeOffset.UnixEpoch),
        };
        var usage = new VmUsage
        {
            Process = new ProcessUsage(3, 1, 4096),
            Vcpus = [new VcpuUsage(0, 5, 6, 7, 0, Model.Primitives.CpuSet.Empty)],
            Memory = new GuestMemory { Present = 128L << 20, SwappedIn = 2048, UpdatedAt = DateTimeOffset.UnixEpoch.AddSeconds(9), Total = 4096 },
            Disks = [new DiskUsage { Name = "vda", Path = "/web.raw", Reads = 1, HighestWrite = 10, Capacity = 20, Length = 30 }],
            IoThreads = [new IoThreadUsage(1, 32768, 2, 0)],
            DirtyRate = new DirtyRate(2, 100, 1, "page-sampling", 17),
        };

        var told = StatsRecord.Of(vm, usage, StatsGroups.All);

        Assert.Equal(
            """
            state.state Int 1
            state.reason Int 1
            cpu.time ULong 4
            cpu.user ULong 3
            cpu.system ULong 1
            balloon.current ULong 131072
            balloon.maximum ULong 262144
            balloon.swap_in ULong 2
            balloon.available ULong 4
            balloon.last-update ULong 9
            balloon.rss ULong 4
            vcpu.current UInt 1
            vcpu.maximum UInt 2
            vcpu.0.state Int 1
            vcpu.0.time ULong 5
            vcpu.0.wait ULong 7
            vcpu.0.delay ULong 6
            net.count UInt 0
            block.count UInt 1
            block.0.name Text vda
            block.0.path Text /web.raw
            block.0.rd.reqs ULong 1
            block.0.rd.bytes ULong 0
            block.0.rd.times ULong 0
            block.0.wr.reqs ULong 0
            block.0.wr.bytes ULong 0
            block.0.wr.times ULong 0
            block.0.fl.reqs ULong 0
            block.0.fl.times ULong 0
            block.0.allocation ULong 10
            block.0.capacity ULong 20
            block.0.physical ULong 30
            iothread.count UInt 1
            iothread.1.poll-max-ns ULong 32768
            iothread.1.poll-grow UInt 2
            iothread.1.poll-shrink UInt 0
            dirtyrate.calc_status Int 2
            dirtyrate.calc_start_time Long 100
            dirtyrate.calc_period Int 1
            dirtyrate.calc_mode Text page-sampling
            dirtyrate.megabytes_per_second Long 17
            """,
            string.Join('\n', told.Select(Text)));
    }

    [Fact]
    public void Of_a_stopped_domain_only_what_its_definition_says_is_told()
    {
        var vm = new Vm
        {
            Definition = DomainXml.Read(Xml("web", "<disk type='file'><driver type='raw'/><source file='/web.raw'/><target dev='vda'/></disk>")),
            Status = new VmStatus(VmState.Stopped, VmReason.NeverStarted, DateTimeOffset.UnixEpoch),
        };

        Assert.Equal(
            "state.state state.reason balloon.current balloon.maximum vcpu.current vcpu.maximum net.count block.count block.0.name block.0.path",
            string.Join(' ', StatsRecord.Of(vm, null, StatsGroups.All).Select(param => param.Field)));
    }

    [Fact]
    public async Task A_domain_that_is_stuck_delays_no_other_and_is_told_of_as_far_as_the_host_knows()
    {
        await using var server = await TestServer.StartAsync();
        using var client = await server.OpenAsync();
        await StartAsync(server, "able");
        var stuck = await StartAsync(server, "stuck");
        await StartAsync(server, "zealous");
        server.World.Processes[stuck].IsStuck = true;

        var watch = Stopwatch.StartNew();
        var told = await ReadAsync(client, StatsGroups.All, Active);

        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(2), $"It took {watch.Elapsed}.");
        Assert.Equal(["able", "stuck", "zealous"], told.Select(record => record.Dom.Name));
        Assert.All([told[0], told[2]], record => Assert.Contains("block.0.rd.reqs", record.Params.Select(param => param.Field)));
        Assert.DoesNotContain("block.0.rd.reqs", told[1].Params.Select(param => param.Field));
        Assert.Contains("cpu.time", told[1].Params.Select(param => param.Field));
        Assert.Contains("vcpu.0.time", told[1].Params.Select(param => param.Field));

        watch.Restart();
        await ReadAsync(client, StatsGroups.All, Active | NoWait);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(0.9), $"Without waiting it took {watch.Elapsed}.");
    }

    [Fact]
    public async Task Domains_and_groups_are_chosen_by_flags_and_by_name()
    {
        await using var server = await TestServer.StartAsync();
        using var client = await server.OpenAsync();
        var web = await StartAsync(server, "web");
        var off = (await server.Engine.Definitions.DefineAsync(DomainXml.Read(Xml("off")), TestContext.Current.CancellationToken)).Id;

        Assert.Equal(["web"], (await ReadAsync(client, StatsGroup.State, Running)).Select(record => record.Dom.Name));
        Assert.Equal(["off", "web"], (await ReadAsync(client, StatsGroup.State, 0)).Select(record => record.Dom.Name));
        Assert.Equal(["off"], (await ReadAsync(client, StatsGroup.State, 0, off, Guid.NewGuid())).Select(record => record.Dom.Name));
        Assert.Empty(await ReadAsync(client, StatsGroup.State, Running, off));
        var record = Assert.Single(await ReadAsync(client, StatsGroup.Vcpu, 0, web));
        Assert.All(record.Params, param => Assert.StartsWith("vcpu.", param.Field, StringComparison.Ordinal));

        var refused = await client.CallAsync(Bulk, new RpcArguments().Number(0).Number(1 << 20).Number(unchecked((int)Enforce)).ToArray());
        Assert.Equal((1, 74), (refused.Status, new RpcPayload(refused.Payload).Number()));
        Assert.Equal(0, (await client.CallAsync(Bulk, new RpcArguments().Number(0).Number(1 << 20).Number(0).ToArray())).Status);
    }

    private static string Text(TypedParam param) => $"{param.Field} {param.Value.Kind} {param.Value.Kind switch
    {
        TypedParamValueKind.Int => param.Value.AsInt(),
        TypedParamValueKind.UInt => param.Value.AsUInt(),
        TypedParamValueKind.Long => param.Value.AsLong(),
        TypedParamValueKind.ULong => param.Value.AsULong(),
        _ => (object)param.Value.AsText(),
    }}";

    private static async Task<DomainStatsRecord[]> ReadAsync(RpcClient client, StatsGroup groups, uint flags, params Guid[] only)
    {
        var arguments = new RpcArguments().Number(only.Length);
        foreach (var id in only)
        {
            arguments.Domain("any", id, -1);
        }

        var reply = await client.CallAsync(Bulk, arguments.Number((int)groups).Number(unchecked((int)flags)).ToArray());
        Assert.Equal(0, reply.Status);
        var reader = new Lodge.Xdr.XdrReader(reply.Payload);
        return ConnectGetAllDomainStatsRet.Decode(ref reader).RetStats;
    }

    private static async Task<Guid> StartAsync(TestServer server, string name)
    {
        var disk = $"<disk type='file'><driver type='raw'/><source file='/{name}.raw'/><target dev='vda'/></disk>";
        var vm = await server.Engine.Definitions.DefineAsync(DomainXml.Read(Xml(name, disk)), TestContext.Current.CancellationToken);
        await server.Engine.Lifecycle.StartAsync(name, paused: false, discardSave: false, TestContext.Current.CancellationToken);
        return vm.Id;
    }

    private static string Xml(string name, string devices = "") =>
        $"<domain type='qemu'><name>{name}</name><memory unit='MiB'>256</memory><vcpu current='1'>2</vcpu>"
        + $"<os><type arch='x86_64' machine='q35'>hvm</type></os><devices>{devices}</devices></domain>";
}
