using Lodge.Libvirt.Errors;
using Lodge.Libvirt.Protocol;
using Lodge.Libvirt.Tests.Support;
using Lodge.Linux.Descriptors;
using Lodge.Model.Vms;
using Lodge.TestSupport.Libvirt;

namespace Lodge.Libvirt.Tests.Handlers.Qemu;

public sealed class QemuProgramTests
{
    [Fact]
    public async Task Commands_past_lodge_reach_qemu_and_taint_the_domain()
    {
        await using var server = await TestServer.StartAsync();
        var (_, qemu) = await server.RunAsync();
        Assert.DoesNotContain("tainted", await server.DoneAsync("dominfo", "web"), StringComparison.Ordinal);

        Assert.Equal("""{"return":{"status":"running"}}""", await server.DoneAsync("qemu-monitor-command", "web", """{"execute":"query-status","arguments":{"a":[1]}}"""));
        Assert.Contains("CommandNotFound", await server.DoneAsync("qemu-monitor-command", "web", """{"execute":"fly"}"""), StringComparison.Ordinal);
        Assert.Equal("VM status: running", await server.DoneAsync("qemu-monitor-command", "web", "--hmp", "info status"));
        Assert.Contains("cannot parse json", await server.RefusedAsync("qemu-monitor-command", "web", """{"execute":1}"""), StringComparison.Ordinal);

        Assert.Equal(["""query-status {"a":[1]}""", "fly", "info status"], qemu.Commands);
        Assert.Equal([VmTaint.CustomMonitor], server.Engine.Vms.Get("web").Runtime!.Taints);
        Assert.Contains("tainted: custom monitor", await server.DoneAsync("dominfo", "web"), StringComparison.Ordinal);
        Assert.Contains("no QEMU that it has not started", await server.RefusedAsync("qemu-attach", "1"), StringComparison.Ordinal);
        Assert.Empty(server.Logs.Complaints);
    }

    [Fact]
    public async Task A_file_goes_to_qemu_with_its_command()
    {
        await using var server = await TestServer.StartAsync();
        var (vm, qemu) = await server.RunAsync();
        using var client = await server.OpenAsync();

        var arguments = new RpcArguments().Number(1).Raw(vm.Arguments().Text("""{"execute":"add-fd"}""").Number(0).ToArray());
        var serial = await client.BeginAsync(
            (int)QemuProcedure.QemuDomainMonitorCommandWithFiles, arguments.ToArray(), RpcMessage.Qemu, RpcMessage.CallWithDescriptors);
        using var file = MemFd.CreateSealed("test", "content"u8);
        await DescriptorChannel.SendAsync(client.Socket, new byte[1], file);

        Assert.Equal(0, (await client.ReplyToAsync(serial)).Status);
        Assert.Equal(["add-fd  with a file"], qemu.Commands);
    }

    [Fact]
    public async Task Commands_to_the_agent_are_answered_as_they_are()
    {
        await using var server = await TestServer.StartAsync();
        (await server.RunAsync()).Qemu.Agent.IsRunning = true;

        Assert.Equal("""{"return":{"guest-ping":null}}""", await server.DoneAsync("qemu-agent-command", "web", """{"execute":"guest-ping"}"""));
        Assert.Equal(
            """{"return":{"guest-sync":{"id":1}}}""",
            await server.DoneAsync("qemu-agent-command", "web", "--timeout", "5", """{"execute":"guest-sync","arguments":{"id":1}}"""));
        await server.DoneAsync("qemu-agent-command", "web", "--block", """{"execute":"guest-ping"}""");
        await server.DoneAsync("qemu-agent-command", "web", "--async", """{"execute":"guest-ping"}""");
        Assert.Equal([VmTaint.CustomAgent], server.Engine.Vms.Get("web").Runtime!.Taints);
        Assert.Empty(server.Logs.Complaints);
    }

    [Fact]
    public async Task Read_only_clients_reach_neither()
    {
        await using var server = await TestServer.StartAsync();
        var (vm, qemu) = await server.RunAsync();
        qemu.Agent.IsRunning = true;
        using var client = await RpcClient.OpenAsync(server.ReadOnly, flags: 1);

        var monitor = vm.Arguments().Text("""{"execute":"query-status"}""").Number(0).ToArray();
        var agent = vm.Arguments().Text("""{"execute":"guest-ping"}""").Number(-1).Number(0).ToArray();
        Assert.Equal((int)ErrorNumber.OperationDenied, (await client.CallAsync((int)QemuProcedure.QemuDomainMonitorCommand, monitor, RpcMessage.Qemu)).ErrorCode);
        Assert.Equal((int)ErrorNumber.OperationDenied, (await client.CallAsync((int)QemuProcedure.QemuDomainAgentCommand, agent, RpcMessage.Qemu)).ErrorCode);
        Assert.Empty(qemu.Commands);
        Assert.Null(server.Engine.Vms.Get("web").Runtime!.Taints);
    }
}
