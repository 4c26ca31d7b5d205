using Lodge.Libvirt.Tests.Support;
using Lodge.TestSupport.Libvirt;

namespace Lodge.Libvirt.Tests.Connections;

public sealed class FramingTests
{
    private const int HostName = 59;

    [Theory]
    [InlineData("00000000")]
    [InlineData("00000003")]
    [InlineData("0000001b")]
    [InlineData("02000005")]
    [InlineData("ffffffff")]
    public async Task A_length_that_cannot_be_ends_the_connection_and_no_other(string length)
    {
        await using var server = await TestServer.StartAsync();
        using var other = await server.OpenAsync();
        using var client = await server.OpenAsync();

        await client.SendAsync([.. Convert.FromHexString(length), .. new byte[64]]);

        Assert.Null(await client.ReceiveAsync());
        Assert.Equal(0, (await other.CallAsync(HostName)).Status);
    }

    [Fact]
    public async Task A_stranger_may_not_send_large_frames()
    {
        await using var server = await TestServer.StartAsync();
        using var stranger = await RpcClient.ConnectAsync(server.ReadWrite);
        using var known = await server.OpenAsync();

        await stranger.SendAsync(Convert.FromHexString("00100000"));

        Assert.Null(await stranger.ReceiveAsync());
        Assert.Equal(0, (await known.CallAsync(HostName, new byte[1 << 20])).Status);
    }

    [Fact]
    public async Task A_frame_may_come_byte_by_byte_and_many_may_come_at_once()
    {
        await using var server = await TestServer.StartAsync();
        using var client = await server.OpenAsync();
        var frame = new RpcMessage(RpcMessage.Remote, 1, HostName, RpcMessage.Call, 77, 0, []).ToBytes();

        foreach (var single in frame)
        {
            await client.SendAsync([single]);
        }

        Assert.Equal(77u, (await client.ReceiveAsync())!.Serial);
        await client.SendAsync([.. Enumerable.Repeat(frame, 500).SelectMany(bytes => bytes)]);
        for (var i = 0; i < 500; i++)
        {
            Assert.Equal(0, (await client.ReceiveAsync())!.Status);
        }
    }

    [Fact]
    public async Task What_cannot_be_called_is_refused_with_the_call_s_own_header()
    {
        await using var server = await TestServer.StartAsync();
        using var client = await server.OpenAsync();

        await Refuses(client, new RpcMessage(0x12345678, 1, 1, RpcMessage.Call, 90, 0, []), "Cannot find program 305419896 version 1");
        await Refuses(client, new RpcMessage(RpcMessage.Remote, 2, 1, RpcMessage.Call, 91, 0, []), "Cannot find program 536903814 version 2");
        await Refuses(client, new RpcMessage(RpcMessage.Remote, 1, 457, RpcMessage.Call, 92, 0, []), "unknown procedure: 457");
        await Refuses(client, new RpcMessage(RpcMessage.Remote, 1, -1, RpcMessage.Call, 93, 0, []), "unknown procedure: -1");
        await Refuses(client, new RpcMessage(RpcMessage.Remote, 1, 318, RpcMessage.Call, 94, 0, []), "unknown procedure: 318");
        await Refuses(client, new RpcMessage(RpcMessage.Remote, 1, HostName, RpcMessage.Call, 95, 1, []), "a call with status 1");
        await Refuses(client, new RpcMessage(RpcMessage.Remote, 1, 60, RpcMessage.Call, 96, 0, [0, 0]), "Unable to decode message payload");
    }

    [Fact]
    public async Task Messages_that_no_client_sends_get_no_answer_and_do_no_harm()
    {
        await using var server = await TestServer.StartAsync();
        using var client = await server.OpenAsync();

        foreach (var type in new[] { RpcMessage.Reply, RpcMessage.Event, RpcMessage.Stream, RpcMessage.ReplyWithDescriptors, RpcMessage.StreamHole, 99 })
        {
            await client.SendAsync(new RpcMessage(RpcMessage.Remote, 1, HostName, type, 1000, 0, new byte[12]));
        }

        Assert.Equal(0, (await client.CallAsync(HostName)).Status);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Random_and_mutated_frames_leave_the_server_as_it_was(int seed)
    {
        await using var server = await TestServer.StartAsync();
        using var witness = await server.OpenAsync();
        var random = new Random(seed);
        var sessions = Capture.Names().Select(Capture.Read).ToList();
        for (var round = 0; round < 60; round++)
        {
            using var client = round % 3 == 0 ? await RpcClient.ConnectAsync(server.ReadWrite) : await server.OpenAsync();
            await SendJunkAsync(client, random, sessions[round % sessions.Count]);
        }

        Assert.Equal(0, (await witness.CallAsync(HostName)).Status);
        Assert.Empty(server.Logs.Complaints);
    }

    private static async Task SendJunkAsync(RpcClient client, Random random, List<CapturedMessage> session)
    {
        try
        {
            foreach (var message in session.Where(message => message.FromClient).Take(30))
            {
                var bytes = (byte[])message.Bytes.Clone();
                for (var i = random.Next(4); i > 0; i--)
                {
                    bytes[random.Next(random.Next(2) == 0 ? bytes.Length : Math.Min(28, bytes.Length))] = (byte)random.Next(256);
                }

                await client.SendAsync(bytes);
            }
        }
        catch (System.Net.Sockets.SocketException)
        {
            // The server has had enough, which is what it is for.
        }
    }

    private static async Task Refuses(RpcClient client, RpcMessage call, string why)
    {
        await client.SendAsync(call);
        var reply = (await client.ReceiveAsync())!;
        Assert.Equal((39, RpcMessage.Reply, call.Program, call.Version, call.Procedure, call.Serial), (
            reply.ErrorCode, reply.Type, reply.Program, reply.Version, reply.Procedure, reply.Serial));
        Assert.StartsWith(why, reply.ErrorMessage, StringComparison.Ordinal);
    }
}
