using System.Text.RegularExpressions;
using Lodge.Libvirt.Errors;
using Lodge.Libvirt.Protocol;
using Lodge.Libvirt.Tests.Support;
using Lodge.Model.Vms;
using Lodge.Model.Vms.States;

namespace Lodge.Libvirt.Tests.Handlers.Agents;

public sealed class AgentVirshTests
{
    [Fact]
    public async Task Virsh_reads_what_an_agent_tells()
    {
        await using var server = await TestServer.StartAsync();
        (await server.RunAsync()).Qemu.Agent.IsRunning = true;

        var facts = string.Join('\n', (await server.DoneAsync("guestinfo", "web")).Split('\n').Select(line => Regex.Replace(line, " +:", ":")));
        string[] expected =
        [
            "user.count: 1", "user.0.name: root", "user.0.login-time: 0",
            "os.id: debian", "os.pretty-name: Debian GNU/Linux 12", "os.kernel-release: 6.1.0",
            "timezone.name: CET", "timezone.offset: 3600", "hostname: fake",
            "fs.count: 1", "fs.0.mountpoint: /", "fs.0.total-bytes: 4194304", "fs.0.disk.count: 1", "fs.0.disk.0.device: /dev/vda",
            "disk.count: 2", "disk.0.name: /dev/vda", "disk.0.partition: no", "disk.0.serial: 42",
            "disk.1.partition: yes", "disk.1.dependency.0.name: /dev/vda",
            "if.count: 2", "if.1.hwaddr: 52:54:00:00:00:01", "if.1.addr.count: 2",
            "if.1.addr.0.type: ipv4", "if.1.addr.0.addr: 10.0.2.15", "if.1.addr.0.prefix: 24", "if.1.addr.1.type: ipv6",
        ];
        Assert.All(expected, line => Assert.Contains(line, facts, StringComparison.Ordinal));

        Assert.Equal("fake", await server.DoneAsync("domhostname", "web"));
        Assert.Contains("10.0.2.15/24", await server.DoneAsync("domifaddr", "web", "--source", "agent"), StringComparison.Ordinal);
        Assert.DoesNotContain("10.0.2.15", await server.DoneAsync("domifaddr", "web"), StringComparison.Ordinal);
        Assert.Contains("ext4", await server.DoneAsync("domfsinfo", "web"), StringComparison.Ordinal);
        Assert.Equal("Time: 0", await server.DoneAsync("domtime", "web"));
        Assert.Contains("offlinable     : 1", await server.DoneAsync("guestvcpus", "web"), StringComparison.Ordinal);
        Assert.Empty(server.Logs.Complaints);
    }

    [Fact]
    public async Task Agent_s_answers_are_waited_for_as_long_as_a_client_says()
    {
        await using var server = await TestServer.StartAsync();
        var agent = (await server.RunAsync()).Qemu.Agent;

        await server.DoneAsync("guest-agent-timeout", "web", "--timeout", "7");
        Assert.Equal(TimeSpan.FromSeconds(7), agent.Patience);
        await server.DoneAsync("guest-agent-timeout", "web", "--timeout", "-1");
        Assert.Null(agent.Patience);
        await server.DoneAsync("guest-agent-timeout", "web", "--timeout", "-2");
        Assert.Equal(TimeSpan.FromDays(1), agent.Patience);
        Assert.Contains("less than the minimum", await server.RefusedAsync("guest-agent-timeout", "web", "--timeout", "-3"), StringComparison.Ordinal);
        Assert.Contains("agent is not connected", await server.RefusedAsync("guestvcpus", "web"), StringComparison.Ordinal);
        Assert.Empty(server.Logs.Complaints);
    }

    [Fact]
    public async Task Virsh_lets_an_agent_do_what_it_can()
    {
        await using var server = await TestServer.StartAsync();
        var agent = (await server.RunAsync()).Qemu.Agent;
        agent.IsRunning = true;
        var keys = Path.GetTempFileName();
        await File.WriteAllTextAsync(keys, "ssh-ed25519 AAAA me\n", TestContext.Current.CancellationToken);

        Assert.Equal("Froze 2 filesystem(s)", await server.DoneAsync("domfsfreeze", "web"));
        Assert.True(agent.IsFrozen);
        Assert.StartsWith("error: Unable to freeze", await server.RefusedAsync("domfsfreeze", "web"), StringComparison.Ordinal);
        Assert.Equal("Thawed 2 filesystem(s)", await server.DoneAsync("domfsthaw", "web"));
        Assert.Contains("mount point is not supported", await server.RefusedAsync("domfsthaw", "web", "/mnt"), StringComparison.Ordinal);
        await server.DoneAsync("domfstrim", "web", "--minimum", "4096");
        await server.DoneAsync("domtime", "web", "--now");
        await server.DoneAsync("domtime", "web", "--sync");
        await server.DoneAsync("set-user-password", "web", "root", "secret", "--encrypted");
        Assert.Equal("secret True", agent.LastChange);
        Assert.Contains("There is no user nobody", await server.RefusedAsync("set-user-password", "web", "nobody", "x"), StringComparison.Ordinal);
        await server.DoneAsync("guestvcpus", "web", "1", "--disable");
        Assert.Equal("1=False", agent.LastChange);
        Assert.Contains("not all of the processors 5", await server.RefusedAsync("guestvcpus", "web", "5", "--enable"), StringComparison.Ordinal);
        await server.DoneAsync("set-user-sshkeys", "web", "root", "--file", keys);
        Assert.Equal("ssh-ed25519 AAAA me", await server.DoneAsync("get-user-sshkeys", "web", "root"));
        await server.DoneAsync("set-user-sshkeys", "web", "root", "--file", keys, "--remove");
        Assert.Empty(agent.AuthorizedKeys);
        File.Delete(keys);
        Assert.Contains("duration must be 0", await server.RefusedAsync("dompmsuspend", "web", "mem", "--duration", "5"), StringComparison.Ordinal);
        await server.DoneAsync("dompmsuspend", "web", "mem");
        await SleepsAsync(server);
        await server.DoneAsync("dompmwakeup", "web");
        Assert.Empty(server.Logs.Complaints);
    }

    [Fact]
    public async Task Agent_that_is_not_there_is_told_in_libvirt_s_numbers()
    {
        await using var server = await TestServer.StartAsync();
        var (vm, qemu) = await server.RunAsync();
        var bare = await server.Engine.Lifecycle.LaunchAsync(
            new VmDefinition { Name = "bare", Accel = Accelerator.Tcg, Channels = [] }, transient: false, paused: false, CancellationToken.None);
        using var client = await server.OpenAsync();

        await ExpectAsync(vm, ErrorNumber.AgentUnresponsive, "Guest agent is not responding: QEMU guest agent is not connected");
        (qemu.Agent.IsRunning, qemu.Agent.IsStuck) = (true, true);
        await ExpectAsync(vm, ErrorNumber.AgentUnresponsive, "Guest agent is not responding: It does not answer.");
        await ExpectAsync(bare, ErrorNumber.ArgumentUnsupported, "argument unsupported: QEMU guest agent is not configured");
        await server.Engine.Lifecycle.PauseAsync("web", TestContext.Current.CancellationToken);
        await ExpectAsync(vm, ErrorNumber.OperationInvalid, "Requested operation is not valid: domain is not running");
        await server.Engine.Lifecycle.KillAsync("web", TestContext.Current.CancellationToken);
        await ExpectAsync(vm, ErrorNumber.OperationInvalid, "Requested operation is not valid: domain is not running");
        Assert.Empty(server.Logs.Complaints);

        async Task ExpectAsync(Vm of, ErrorNumber number, string message)
        {
            var reply = await client.CallAsync((int)RemoteProcedure.DomainGetTime, of.Arguments().Number(0).ToArray());
            Assert.Equal(((int)number, message), (reply.ErrorCode, reply.ErrorMessage));
        }
    }

    private static async Task SleepsAsync(TestServer server)
    {
        var deadline = DateTime.UtcNow.AddSeconds(20);
        while (server.Engine.Vms.Get("web").Status.State != VmState.Suspended)
        {
            Assert.True(DateTime.UtcNow < deadline, "the guest never slept");
            await Task.Delay(20);
        }
    }
}
