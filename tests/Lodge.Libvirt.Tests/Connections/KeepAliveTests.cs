using Lodge.Libvirt.Protocol;
using Lodge.Libvirt.Tests.Support;
using Lodge.TestSupport.Libvirt;

namespace Lodge.Libvirt.Tests.Connections;

public sealed class KeepAliveTests
{
    private static readonly LibvirtOptions s_impatient = new() { KeepAliveInterval = TimeSpan.FromMilliseconds(100), KeepAliveCount = 2 };

    [Fact]
    public async Task A_ping_is_answered_even_before_anything_else()
    {
        await using var server = await TestServer.StartAsync();
        using var client = await RpcClient.ConnectAsync(server.ReadWrite);

        await client.SendAsync(new RpcMessage(RpcMessage.KeepAlive, 1, 1, RpcMessage.Event, 0, 0, []));

        Assert.Equal(
            new RpcMessage(RpcMessage.KeepAlive, 1, 2, RpcMessage.Event, 0, 0, []).ToBytes(), (await client.ReceiveAsync())!.ToBytes());
    }

    [Fact]
    public async Task A_silent_client_that_agreed_to_pings_gets_them_and_is_given_up_when_it_does_not_answer()
    {
        await using var server = await TestServer.StartAsync(s_impatient);
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
    public async Task A_client_is_not_given_up_while_it_is_the_server_that_does_not_read()
    {
        var caughtUp = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = await TestServer.StartAsync(s_impatient);
        server.Probe.On(RemoteProcedure.StorageVolUpload, call =>
        {
            call.Serve(async (stream, cancellation) =>
            {
                await caughtUp.Task;
                for (var part = await stream.ReadAsync(cancellation); !part.IsEnd;)
                {
                    part = await stream.ReadAsync(cancellation);
                }
            });
            call.Reply();
        });
        using var client = await server.OpenAsync();
        await client.CallAsync(60, new RpcArguments().Number(10).ToArray());
        var serial = await client.BeginAsync((int)RemoteProcedure.StorageVolUpload);
        await client.ReplyToAsync(serial);
        for (var i = 0; i < 30; i++)
        {
            await client.SendAsync(new RpcMessage(RpcMessage.Remote, 1, (int)RemoteProcedure.StorageVolUpload, RpcMessage.Stream, serial, 2, [1, 2]));
        }

        await client.SendAsync(new RpcMessage(RpcMessage.Remote, 1, (int)RemoteProcedure.StorageVolUpload, RpcMessage.Stream, serial, 0, []));
        await Task.Delay(10 * s_impatient.KeepAliveInterval);
        caughtUp.SetResult();

        RpcMessage message;
        while ((message = (await client.NextAsync())!).Program == RpcMessage.KeepAlive)
        {
            await client.SendAsync(message with { Procedure = 2 });
        }

        Assert.Equal((serial, 0), (message.Serial, message.Status));
    }

    [Fact]
    public async Task A_client_that_did_not_agree_is_left_in_peace()
    {
        await using var server = await TestServer.StartAsync(s_impatient);
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
