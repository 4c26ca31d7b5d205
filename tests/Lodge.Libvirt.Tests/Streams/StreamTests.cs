using Lodge.Libvirt.Protocol;
using Lodge.Libvirt.Streams;
using Lodge.Libvirt.Tests.Support;
using Lodge.Model.Errors;
using Lodge.TestSupport.Libvirt;

namespace Lodge.Libvirt.Tests.Streams;

public sealed class StreamTests
{
    private const int Download = (int)RemoteProcedure.StorageVolDownload;
    private const int Ok = 0;
    private const int Error = 1;
    private const int Continue = 2;

    [Fact]
    public async Task A_download_sends_data_and_holes_then_the_end_and_confirms_the_client_s()
    {
        await using var server = await ServingAsync(async (stream, cancellation) =>
        {
            await stream.WriteAsync(new byte[300_000], cancellation);
            await stream.WriteHoleAsync(1L << 40, cancellation);
            await stream.WriteAsync("end"u8.ToArray(), cancellation);
        });
        using var client = await server.OpenAsync();
        var serial = await client.BeginAsync(Download);
        Assert.Equal(Ok, (await client.ReplyToAsync(serial)).Status);

        Assert.Equal(262_120, (await Packet(client, serial)).Payload.Length);
        Assert.Equal(300_000 - 262_120, (await Packet(client, serial)).Payload.Length);
        var hole = await Packet(client, serial);
        Assert.Equal((RpcMessage.StreamHole, 1L << 40), (hole.Type, new RpcPayload(hole.Payload).Hyper()));
        Assert.Equal("end"u8.ToArray(), (await Packet(client, serial)).Payload);
        var end = await Packet(client, serial);
        Assert.Equal((Continue, 0), (end.Status, end.Payload.Length));

        await SendAsync(client, serial, Ok);
        Assert.Equal(Ok, (await Packet(client, serial)).Status);
    }

    [Fact]
    public async Task An_upload_is_read_with_its_holes_and_confirmed_once_it_is_dealt_with()
    {
        var received = new List<string>();
        await using var server = await ServingAsync(async (stream, cancellation) =>
        {
            for (var part = await stream.ReadAsync(cancellation); !part.IsEnd; part = await stream.ReadAsync(cancellation))
            {
                received.Add(part.Hole > 0 ? $"hole {part.Hole}" : $"data {part.Data.Length}");
            }
        });
        using var client = await server.OpenAsync();
        var serial = await client.BeginAsync(Download);
        await client.ReplyToAsync(serial);

        for (var i = 0; i < 40; i++)
        {
            await SendAsync(client, serial, Continue, new byte[1000]);
        }

        await SendAsync(client, serial, Continue, new RpcArguments().Hyper(4096).Number(0).ToArray(), RpcMessage.StreamHole);
        await SendAsync(client, serial, Ok);

        Assert.Equal(Ok, (await Packet(client, serial)).Status);
        Assert.Equal(Enumerable.Repeat("data 1000", 40).Append("hole 4096"), received);
    }

    [Fact]
    public async Task A_stream_that_the_client_gives_up_is_confirmed_and_its_body_stopped()
    {
        var stopped = new TaskCompletionSource();
        await using var server = await ServingAsync(async (stream, cancellation) =>
        {
            await using var registration = cancellation.Register(stopped.SetResult);
            await stream.WriteAsync("login: "u8.ToArray(), cancellation);
            while (!(await stream.ReadAsync(cancellation)).IsEnd)
            {
                await stream.WriteAsync("echo"u8.ToArray(), cancellation);
            }
        });
        using var client = await server.OpenAsync();
        var serial = await client.BeginAsync(Download);
        await client.ReplyToAsync(serial);
        await Packet(client, serial);

        await SendAsync(client, serial, Error);

        Assert.Equal(Ok, (await Packet(client, serial)).Status);
        await stopped.Task.WaitAsync(TimeSpan.FromSeconds(20));
        await SendAsync(client, serial, Continue, [1, 2, 3, 4]);
        Assert.Equal(Ok, (await client.CallAsync(59)).Status);
    }

    [Fact]
    public async Task A_client_that_finishes_early_stops_an_endless_download()
    {
        await using var server = await ServingAsync(async (stream, cancellation) =>
        {
            while (true)
            {
                await stream.WriteAsync(new byte[1000], cancellation);
            }
        });
        using var client = await server.OpenAsync();
        var serial = await client.BeginAsync(Download);
        await client.ReplyToAsync(serial);

        await SendAsync(client, serial, Ok);
        RpcMessage packet;
        while ((packet = await Packet(client, serial)).Status == Continue)
        {
            Assert.Equal(1000, packet.Payload.Length);
        }

        Assert.Equal(Ok, packet.Status);
    }

    [Fact]
    public async Task A_body_that_fails_tells_the_client_why_and_ends_the_stream()
    {
        await using var server = await ServingAsync((_, _) => throw new LodgeException(ErrorCode.StorageFailed, "The disk is full."));
        using var client = await server.OpenAsync();
        var serial = await client.BeginAsync(Download);
        await client.ReplyToAsync(serial);

        var error = await Packet(client, serial);

        Assert.Equal((Error, 38, "The disk is full."), (error.Status, error.ErrorCode, error.ErrorMessage));
        Assert.Equal(Ok, (await client.CallAsync(59)).Status);
    }

    private static async Task<TestServer> ServingAsync(Func<ClientStream, CancellationToken, Task> body)
    {
        var server = await TestServer.StartAsync();
        server.Probe.On(RemoteProcedure.StorageVolDownload, call =>
        {
            call.Serve(body);
            call.Reply();
        });
        return server;
    }

    private static async Task<RpcMessage> Packet(RpcClient client, uint serial)
    {
        var packet = (await client.NextAsync())!;
        Assert.Equal((serial, Download), (packet.Serial, packet.Procedure));
        return packet;
    }

    private static Task SendAsync(RpcClient client, uint serial, int status, byte[]? data = null, int type = RpcMessage.Stream) =>
        client.SendAsync(new RpcMessage(RpcMessage.Remote, 1, Download, type, serial, status, data ?? []));
}
