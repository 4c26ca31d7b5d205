using Lodge.Libvirt.Tests.Support;
using Lodge.TestSupport.Libvirt;

namespace Lodge.Libvirt.Tests.Connections;

public sealed class KeepAliveTests
{
    private static readonly LibvirtOptions s_impatient = new() { KeepAliveInterval = TimeSpan.FromMilliseconds(100), KeepAliveCount = 2 };

    [Fact]
    public async Task A_ping_is_answered_even_before_anything_else()
    {
        await using var server = TestServer.Start();
        using var client = await RpcClient.ConnectAsync(server.ReadWrite);

        await client.SendAsync(new RpcMessage(RpcMessage.KeepAlive, 1, 1, RpcMessage.Event, 0, 0, []));

        Assert.Equal(
            new RpcMessage(RpcMessage.KeepAlive, 1, 2, RpcMessage.Event, 0, 0, []).ToBytes(), (await client.ReceiveAsync())!.ToBytes());
    }

    [Fact]
    public async Task A_silent_client_that_agreed_to_pings_gets_them_and_is_given_up_when_it_does_not_answer()
    {
        await using var server = TestServer.Start(s_impatient);
        using var client = await server.OpenAsync();
        Assert.Equal(1, new RpcPayload((await client.CallAsync(60, new RpcArguments().Number(10).ToArray())).Payload).Number());

        for (var answered = 0; answered < 4; answered++)
        {
            var ping = (await client.ReceiveAsync())!;
            Assert.Equal((RpcMessage.KeepAlive, 1), (ping.Program, ping.Procedure));
            await client.SendAsync(ping with { Procedure = 2 });
        }

        var unanswered = 0;
        while (await client.ReceiveAsync() is not null)
        {
            unanswered++;
        }

        Assert.Equal(2, unanswered);
    }

    [Fact]
    public async Task A_client_that_did_not_agree_is_left_in_peace()
    {
        await using var server = TestServer.Start(s_impatient);
        using var quiet = await server.OpenAsync();
        using var other = await server.OpenAsync();
        await other.CallAsync(60, new RpcArguments().Number(10).ToArray());
        while (await other.ReceiveAsync() is not null)
        {
            // Long enough for the other to be given up.
        }

        Assert.Equal(0, quiet.Socket.Available);
        Assert.Equal(0, (await quiet.CallAsync(59)).Status);
    }
}
