using Lodge.Libvirt.Errors;
using Lodge.Libvirt.Protocol;
using Lodge.Libvirt.Tests.Support;
using Lodge.LibvirtXml.Domain;
using Lodge.Model.Vms;
using Lodge.TestSupport.Engine;
using Lodge.TestSupport.Libvirt;

namespace Lodge.Libvirt.Tests.Handlers.Domains;

/// <summary>Disks and memory of running domains, by virsh and by calls that virsh has no command for.</summary>
public sealed class DiskVirshTests
{
    [Fact]
    public async Task Disks_are_resized_and_marked_and_have_no_jobs()
    {
        await using var server = await TestServer.StartAsync();
        var (_, qemu) = await StartAsync(server);

        await server.DoneAsync("blockresize", "web", "vda", "16M");
        await server.DoneAsync("blockresize", "web", "/a.raw", "1000000B");
        await server.DoneAsync("domblkthreshold", "web", "vda", "4096B");
        await server.DoneAsync("domdirtyrate-calc", "web", "--seconds", "2");

        Assert.Equal(["resize vda to 16777216", "resize vda to 1000000", "mark vda at 4096", "measure PageSampling for 2 s"], qemu.Changes);
        Assert.Contains("keeps its size", await server.RefusedAsync("blockresize", "web", "sda", "1M"), StringComparison.Ordinal);
        Assert.Contains("no disk 'vdx'", await server.RefusedAsync("domblkthreshold", "web", "vdx", "1"), StringComparison.Ordinal);
        Assert.Contains("does not have an active block job", await server.RefusedAsync("blockjob", "web", "vda", "--abort"), StringComparison.Ordinal);
        Assert.Contains("1 to 60 s", await server.RefusedAsync("domdirtyrate-calc", "web", "--seconds", "61"), StringComparison.Ordinal);
        await server.DoneAsync("destroy", "web");
        Assert.Contains("domain is not running", await server.RefusedAsync("blockresize", "web", "vda", "16M"), StringComparison.Ordinal);
        Assert.Empty(server.Logs.Complaints);
    }

    [Fact]
    public async Task What_is_in_memory_and_on_raw_disks_is_read()
    {
        await using var server = await TestServer.StartAsync();
        using var client = await server.OpenAsync();
        var (vm, _) = await StartAsync(server);

        var memory = await client.CallAsync((int)RemoteProcedure.DomainMemoryPeek, vm.Arguments().Hyper(0x10001).Number(3).Number(2).ToArray());
        Assert.Equal("00000003" + "01020300", Convert.ToHexString(memory.Payload));
        var disk = await client.CallAsync((int)RemoteProcedure.DomainBlockPeek, vm.Arguments().Text("vda").Hyper(510).Number(2).Number(0).ToArray());
        Assert.Equal("00000002" + "FEFF0000", Convert.ToHexString(disk.Payload));

        await RefusedAsync(RemoteProcedure.DomainMemoryPeek, vm.Arguments().Hyper(0).Number(3).Number(3));
        await RefusedAsync(RemoteProcedure.DomainMemoryPeek, vm.Arguments().Hyper(1 << 20).Number(1).Number(1));
        await RefusedAsync(RemoteProcedure.DomainMemoryPeek, vm.Arguments().Hyper(0).Number((4 << 20) + 1).Number(1));
        await RefusedAsync(RemoteProcedure.DomainBlockPeek, vm.Arguments().Text("vda").Hyper(511).Number(2).Number(0));

        async Task RefusedAsync(RemoteProcedure procedure, RpcArguments arguments)
        {
            var reply = await client.CallAsync((int)procedure, arguments.ToArray());
            Assert.Equal((1, (int)ErrorNumber.InvalidArg), (reply.Status, new RpcPayload(reply.Payload).Number()));
        }
    }

    [Fact]
    public async Task Running_domain_keeps_its_name()
    {
        await using var server = await TestServer.StartAsync();
        await StartAsync(server);

        Assert.Contains("cannot rename active domain", await server.RefusedAsync("domrename", "web", "net"), StringComparison.Ordinal);
        await server.DoneAsync("destroy", "web");
        await server.DoneAsync("domrename", "web", "net");
    }

    [Theory]
    [InlineData("migrate-getspeed web", "not moved between hosts")]
    [InlineData("iface-begin", "left to its own tools")]
    [InlineData("domxml-from-native qemu-argv /dev/null", "does not read them")]
    public async Task What_is_not_served_says_why(string command, string why)
    {
        await using var server = await TestServer.StartAsync();
        await StartAsync(server);

        Assert.Contains(why, await server.RefusedAsync(command.Split(' ')), StringComparison.Ordinal);
    }

    private static async Task<(Vm Vm, FakeQemu Qemu)> StartAsync(TestServer server)
    {
        const string Xml = "<domain type='qemu'><name>web</name><memory unit='MiB'>256</memory><os><type arch='x86_64' machine='q35'>hvm</type></os><devices>"
            + "<disk type='file' device='disk'><driver type='raw'/><source file='/a.raw'/><target dev='vda' bus='virtio'/></disk>"
            + "<disk type='file' device='cdrom'><target dev='sda' bus='sata'/></disk></devices></domain>";
        await server.Engine.Definitions.DefineAsync(DomainXml.Read(Xml), TestContext.Current.CancellationToken);
        var vm = await server.Engine.Lifecycle.StartAsync("web", paused: false, discardSave: false, TestContext.Current.CancellationToken);
        return (vm, server.World.Processes[vm.Id]);
    }
}
