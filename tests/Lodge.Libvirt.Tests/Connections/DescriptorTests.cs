using Lodge.Libvirt.Protocol;
using Lodge.Libvirt.Tests.Support;
using Lodge.Linux.Descriptors;
using Lodge.TestSupport.Libvirt;
using Microsoft.Win32.SafeHandles;

namespace Lodge.Libvirt.Tests.Connections;

public sealed class DescriptorTests
{
    [Fact]
    public async Task Descriptors_that_follow_a_call_reach_its_handler_in_their_order()
    {
        await using var server = await TestServer.StartAsync();
        server.Probe.On(RemoteProcedure.DomainCreateWithFiles, call =>
        {
            var texts = call.Descriptors.Select(Read);
            call.Reply(new DomainGetOsTypeRet(string.Join(' ', texts)));
        });
        using var client = await server.OpenAsync();

        var serial = await client.BeginAsync(
            (int)RemoteProcedure.DomainCreateWithFiles, new RpcArguments().Number(2).ToArray(), type: RpcMessage.CallWithDescriptors);
        foreach (var text in new[] { "one", "two" })
        {
            using var file = MemFd.CreateSealed("test", System.Text.Encoding.UTF8.GetBytes(text));
            await DescriptorChannel.SendAsync(client.Socket, new byte[1], file);
        }

        Assert.Equal("one two", new RpcPayload((await client.ReplyToAsync(serial)).Payload).Text());
        Assert.Equal(0, (await client.CallAsync(59)).Status);
    }

    [Fact]
    public async Task A_descriptor_that_a_handler_attaches_follows_the_reply_on_a_byte_of_its_own()
    {
        await using var server = await TestServer.StartAsync();
        server.Probe.On(RemoteProcedure.DomainOpenGraphicsFd, call =>
        {
            call.Attach(MemFd.CreateSealed("test", "picture"u8));
            call.Reply();
        });
        using var client = await server.OpenAsync();

        var reply = await client.CallAsync((int)RemoteProcedure.DomainOpenGraphicsFd);
        Assert.Equal((RpcMessage.ReplyWithDescriptors, 1), (reply.Type, new RpcPayload(reply.Payload).Number()));

        var carrier = await DescriptorChannel.ReceiveAsync(client.Socket, new byte[1]);
        using var file = carrier.Descriptor!;
        Assert.Equal("picture", Read(file));
        Assert.Equal(0, (await client.CallAsync(59)).Status);
    }

    [Theory]
    [InlineData("00000021")]
    [InlineData("")]
    public async Task Too_many_descriptors_or_no_number_of_them_end_the_connection(string count)
    {
        await using var server = await TestServer.StartAsync();
        using var client = await server.OpenAsync();

        await client.BeginAsync((int)RemoteProcedure.DomainCreateWithFiles, Convert.FromHexString(count), type: RpcMessage.CallWithDescriptors);

        Assert.Null(await client.ReceiveAsync());
    }

    [Fact]
    public async Task Bytes_that_should_carry_descriptors_and_do_not_end_the_connection()
    {
        await using var server = await TestServer.StartAsync();
        using var client = await server.OpenAsync();

        await client.BeginAsync(
            (int)RemoteProcedure.DomainCreateWithFiles, new RpcArguments().Number(1).ToArray(), type: RpcMessage.CallWithDescriptors);
        await client.SendAsync([0]);

        Assert.Null(await client.ReceiveAsync());
    }

    private static string Read(SafeFileHandle file)
    {
        var buffer = new byte[100];
        return System.Text.Encoding.UTF8.GetString(buffer, 0, RandomAccess.Read(file, buffer, 0));
    }
}
