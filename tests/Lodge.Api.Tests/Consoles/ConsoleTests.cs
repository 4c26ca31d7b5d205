using System.Net;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text;
using Lodge.Api.Contracts;
using Lodge.Api.Tests.Support;
using Lodge.Client.Consoles;
using Lodge.Model.Errors;

namespace Lodge.Api.Tests.Consoles;

public sealed class ConsoleTests
{
    [Fact]
    public async Task Two_clients_read_and_the_second_takes_the_lock_over()
    {
        await using var api = await ApiHost.StartAsync();
        api.World.ConsoleLog = "booting\n"u8.ToArray();
        var vm = await api.Client.CreateVmAsync(Samples.Started());
        await using var first = await Terminal.OpenAsync(api, ConsoleMode.Write);
        await using var second = await Terminal.OpenAsync(api, ConsoleMode.Write);

        Assert.Equal((true, false), (first.IsWriter, second.IsWriter));
        api.World.Processes[vm.Id].Print("up\n"u8.ToArray());
        await first.ShowsAsync("booting\nup\n");
        await second.ShowsAsync("booting\nup\n");

        await second.Console.WriteAsync("x"u8.ToArray());
        Assert.Contains("only read", (await second.HearsAsync("refused")).Detail);
        await first.Console.WriteAsync("ls\n"u8.ToArray());
        await second.ShowsAsync("booting\nup\nls\n");

        await second.Console.TakeAsync();
        Assert.True((await second.HearsAsync("writer-gained")).Writer);
        Assert.Contains("took the console over", (await first.HearsAsync("writer-lost")).Detail);
        await second.Console.WriteAsync("id\n"u8.ToArray());
        await first.ShowsAsync("booting\nup\nls\nid\n");

        await second.Console.ReleaseAsync();
        Assert.False((await second.HearsAsync("writer-lost")).Writer);
        await using var third = await Terminal.OpenAsync(api, ConsoleMode.Write);
        Assert.True(third.IsWriter);
    }

    [Fact]
    public async Task Modes_ask_for_reading_only_or_for_the_lock_at_once()
    {
        await using var api = await ApiHost.StartAsync();
        await api.Client.CreateVmAsync(Samples.Started());
        await using var reader = await Terminal.OpenAsync(api, ConsoleMode.Read);
        await using var writer = await Terminal.OpenAsync(api, ConsoleMode.Write);
        await using var taker = await Terminal.OpenAsync(api, ConsoleMode.Take);

        Assert.Equal((false, true, true), (reader.IsWriter, writer.IsWriter, taker.IsWriter));
        await writer.HearsAsync("writer-lost");
    }

    [Fact]
    public async Task A_client_that_leaves_frees_the_lock()
    {
        await using var api = await ApiHost.StartAsync();
        await api.Client.CreateVmAsync(Samples.Started());
        await (await Terminal.OpenAsync(api, ConsoleMode.Write)).DisposeAsync();

        var isWriter = false;
        for (var i = 0; i < 50 && !isWriter; i++)
        {
            await Task.Delay(20);
            await using var next = await Terminal.OpenAsync(api, ConsoleMode.Write);
            isWriter = next.IsWriter;
        }

        Assert.True(isWriter);
    }

    [Fact]
    public async Task The_console_says_why_it_closes_when_the_VM_stops()
    {
        await using var api = await ApiHost.StartAsync();
        await api.Client.CreateVmAsync(Samples.Started());
        await using var terminal = await Terminal.OpenAsync(api, ConsoleMode.Write);

        await api.Client.KillVmAsync("hello");

        Assert.NotNull((await terminal.HearsAsync("closed")).Detail);
        Assert.True(await terminal.EndsAsync());
    }

    [Fact]
    public async Task A_message_that_makes_no_sense_is_refused_and_the_console_goes_on()
    {
        await using var api = await ApiHost.StartAsync();
        await api.Client.CreateVmAsync(Samples.Started());
        using var socket = new ClientWebSocket();
        using var invoker = new HttpMessageInvoker(new SocketsHttpHandler
        {
            ConnectCallback = async (_, token) => new System.Net.Sockets.NetworkStream(await api.ConnectAsync(token), ownsSocket: true),
        });
        await socket.ConnectAsync(new Uri("ws://localhost/v1/vms/hello/console"), invoker, CancellationToken.None);

        Assert.Contains("attached", await ReceiveAsync(socket));
        foreach (var (sent, answer) in new[] { ("tkae", "not JSON"), ("""{"type":"grab"}""", "'grab'"), (new string((char)120, 5000), "too long") })
        {
            await socket.SendAsync(Encoding.UTF8.GetBytes(sent), WebSocketMessageType.Text, true, CancellationToken.None);
            Assert.Contains(answer, await ReceiveAsync(socket));
        }

        await socket.SendAsync("{\"type\":\"release\"}"u8.ToArray(), WebSocketMessageType.Text, true, CancellationToken.None);
        Assert.Contains("writer-lost", await ReceiveAsync(socket));
    }

    [Fact]
    public async Task A_console_that_cannot_be_opened_says_why()
    {
        await using var api = await ApiHost.StartAsync();
        await api.Client.CreateVmAsync(Samples.Stopped());

        var unknown = await Assert.ThrowsAsync<LodgeException>(() => api.Client.OpenConsoleAsync("hullo"));
        var stopped = await Assert.ThrowsAsync<LodgeException>(() => api.Client.OpenConsoleAsync("hello"));
        using var plain = await api.Http.GetAsync("/v1/vms/hello/console");

        Assert.Equal((ErrorCode.VmNotFound, "Did you mean 'hello'?"), (unknown.Error.Code, unknown.Error.Remedy));
        Assert.Equal(ErrorCode.InvalidState, stopped.Error.Code);
        Assert.Equal(HttpStatusCode.UpgradeRequired, plain.StatusCode);
        Assert.Contains("WebSocket", (await plain.Content.ReadFromJsonAsync(ApiJson.Default.Problem))!.Detail);
    }

    [Fact]
    public async Task An_open_console_does_not_hold_up_the_end_of_the_daemon()
    {
        var api = await ApiHost.StartAsync();
        await api.Client.CreateVmAsync(Samples.Started());
        await using var terminal = await Terminal.OpenAsync(api, ConsoleMode.Write);

        await api.StopAsync().WaitAsync(TimeSpan.FromSeconds(5));

        Assert.Contains("daemon is stopping", (await terminal.HearsAsync("closed")).Detail);
        Assert.True(await terminal.EndsAsync());
        await api.DisposeAsync();
    }

    private static async Task<string> ReceiveAsync(WebSocket socket)
    {
        var buffer = new byte[16 * 1024];
        var part = await socket.ReceiveAsync(buffer, new CancellationTokenSource(10_000).Token);
        return Encoding.UTF8.GetString(buffer, 0, part.Count);
    }
}
