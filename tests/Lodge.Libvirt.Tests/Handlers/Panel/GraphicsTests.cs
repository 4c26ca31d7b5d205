using Lodge.Libvirt.Errors;
using Lodge.Libvirt.Protocol;
using Lodge.Libvirt.Tests.Support;
using Lodge.Linux.Descriptors;
using Lodge.TestSupport.Libvirt;

namespace Lodge.Libvirt.Tests.Handlers.Panel;

public sealed class GraphicsTests
{
    private const int SkipAuthentication = 1;

    [Fact]
    public async Task Socket_that_comes_with_the_call_reaches_the_display()
    {
        await using var server = await TestServer.StartAsync();
        var (vm, _) = await server.RunAsync();
        using var client = await server.OpenAsync();
        var (viewer, display) = SocketPair.Create();

        var arguments = new RpcArguments().Number(1).Raw(vm.Arguments().Number(0).Number(SkipAuthentication).ToArray()).ToArray();
        var serial = await client.BeginAsync((int)RemoteProcedure.DomainOpenGraphics, arguments, type: RpcMessage.CallWithDescriptors);
        await DescriptorChannel.SendAsync(client.Socket, new byte[1], display);
        var reply = await client.ReplyToAsync(serial);
        display.Dispose();

        Assert.True(reply.Status == 0, reply.ErrorMessage);
        using var greeting = new StreamReader(new FileStream(viewer, FileAccess.Read));
        Assert.Equal("Vnc True", await greeting.ReadLineAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Socket_that_comes_with_the_reply_leads_to_the_display()
    {
        await using var server = await TestServer.StartAsync();
        var (vm, _) = await server.RunAsync();
        using var client = await server.OpenAsync();

        var reply = await client.CallAsync((int)RemoteProcedure.DomainOpenGraphicsFd, vm.Arguments().Number(0).Number(0).ToArray());
        Assert.Equal(RpcMessage.ReplyWithDescriptors, reply.Type);
        var carrier = await DescriptorChannel.ReceiveAsync(client.Socket, new byte[1]);
        using var greeting = new StreamReader(new FileStream(carrier.Descriptor!, FileAccess.Read));
        Assert.Equal("Vnc False", await greeting.ReadLineAsync(TestContext.Current.CancellationToken));

        var missing = await client.CallAsync((int)RemoteProcedure.DomainOpenGraphicsFd, vm.Arguments().Number(3).Number(0).ToArray());
        Assert.Equal((int)ErrorNumber.InvalidArg, missing.ErrorCode);
        var bare = await client.CallAsync((int)RemoteProcedure.DomainOpenGraphics, vm.Arguments().Number(0).Number(0).ToArray());
        Assert.Equal((int)ErrorNumber.InvalidArg, bare.ErrorCode);
        Assert.Empty(server.Logs.Complaints);
    }
}
