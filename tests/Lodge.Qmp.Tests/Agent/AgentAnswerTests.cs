using System.Text.Json.Nodes;
using Lodge.Qmp.Agent;
using Lodge.Qmp.Agent.Commands;
using Lodge.TestSupport.Agents;

namespace Lodge.Qmp.Tests.Agent;

/// <summary>Answers as qemu-ga 7.2 gave them in a Debian guest.</summary>
public sealed class AgentAnswerTests : IAsyncDisposable
{
    private readonly FakeAgent _agent = FakeAgent.Listen();

    public ValueTask DisposeAsync() => _agent.DisposeAsync();

    [Fact]
    public async Task Information_lists_commands_with_their_switches()
    {
        var info = await AskAsync(
            new GuestInfoCommand(),
            """{"version": "7.2.22", "supported_commands": [{"enabled": true, "name": "guest-exec", "success-response": true}, {"enabled": false, "name": "guest-ping", "success-response": true}]}""");

        Assert.Equal("7.2.22", info.Version);
        Assert.Equal([new AgentCommandInfo("guest-exec", true), new("guest-ping", false)], info.SupportedCommands);
    }

    [Fact]
    public async Task Interfaces_come_with_addresses_and_counters()
    {
        var cards = await AskAsync(
            new GuestNetworkGetInterfacesCommand(),
            """[{"name": "eth0", "ip-addresses": [{"ip-address-type": "ipv4", "ip-address": "10.0.2.15", "prefix": 24}], "statistics": {"tx-packets": 1, "tx-errs": 2, "rx-bytes": 3, "rx-dropped": 4, "rx-packets": 5, "rx-errs": 6, "tx-bytes": 7, "tx-dropped": 8}, "hardware-address": "52:54:00:12:34:56"}, {"name": "sit0"}]""");

        Assert.Equal(["eth0", "sit0"], cards.Select(card => card.Name));
        Assert.Equal(new AgentAddress("10.0.2.15", "ipv4", 24), Assert.Single(cards[0].IpAddresses!));
        Assert.Equal(new AgentInterfaceCounters(3, 5, 6, 4, 7, 1, 2, 8), cards[0].Statistics);
    }

    [Fact]
    public async Task File_systems_come_with_their_disks()
    {
        var system = Assert.Single(await AskAsync(
            new GuestGetFsInfoCommand(),
            """[{"name": "vda", "total-bytes": 14272512, "mountpoint": "/mnt", "disk": [{"serial": "x1", "bus-type": "virtio", "bus": 0, "unit": 0, "pci-controller": {"bus": 2, "slot": 0, "domain": 0, "function": 0}, "dev": "/dev/vda", "target": 0}], "used-bytes": 31744, "type": "ext4"}]"""));

        Assert.Equal(("vda", "/mnt", "ext4", 31744UL, 14272512UL), (system.Name, system.Mountpoint, system.Type, system.UsedBytes, system.TotalBytes));
        Assert.Equal(new AgentDisk("virtio", "/dev/vda", "x1"), Assert.Single(system.Disk));
    }

    [Fact]
    public async Task End_of_a_program_brings_its_output()
    {
        var status = await AskAsync(
            new GuestExecStatusCommand(7), """{"exitcode": 3, "out-data": "aGkK", "err-data": "bm8K", "exited": true, "out-truncated": true}""");

        Assert.Equal((true, 3, null, true), (status.Exited, status.Exitcode, status.Signal, status.OutTruncated));
        Assert.Equal("hi\n"u8.ToArray(), status.OutData);
        Assert.Equal("no\n"u8.ToArray(), status.ErrData);
    }

    [Fact]
    public async Task Users_trim_and_time_zone_are_read()
    {
        var user = Assert.Single(await AskAsync(new GuestGetUsersCommand(), """[{"login-time": 1795402823.25, "user": "root"}]"""));
        var trim = await AskAsync(new GuestFsTrimCommand(null), """{"paths": [{"path": "/mnt", "trimmed": 8192, "minimum": 0}, {"path": "/", "error": "no"}]}""");
        var zone = await AskAsync(new GuestGetTimeZoneCommand(), """{"zone": "UTC", "offset": -3600}""");

        Assert.Equal(new AgentUser("root", 1795402823.25), user);
        Assert.Equal([new AgentTrimmedPath("/mnt", 8192, 0), new("/", Error: "no")], trim.Paths);
        Assert.Equal(new AgentTimeZone(-3600, "UTC"), zone);
    }

    private async Task<TReply> AskAsync<TReply>(QmpCommand<TReply> command, string answer)
    {
        _agent.On(command.Name, _ => JsonNode.Parse(answer));
        await using var client = new AgentClient(await _agent.OpenAsync(TestContext.Current.CancellationToken), AgentOptions.Default);
        return await client.ExecuteAsync(command, TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
    }
}
