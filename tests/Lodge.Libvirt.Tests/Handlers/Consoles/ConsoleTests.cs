using System.Text;
using Lodge.Engine.Consoles;
using Lodge.Libvirt.Errors;
using Lodge.Libvirt.Protocol;
using Lodge.Libvirt.Tests.Support;
using Lodge.TestSupport.Engine;
using Lodge.TestSupport.Libvirt;

namespace Lodge.Libvirt.Tests.Handlers.Consoles;

public sealed class ConsoleTests
{
    private const int OpenConsole = (int)RemoteProcedure.DomainOpenConsole;
    private const int OpenChannel = (int)RemoteProcedure.DomainOpenChannel;
    private const int Force = 1;
    private const int Ok = 0;
    private const int Continue = 2;

    [Fact]
    public async Task Console_carries_bytes_both_ways_and_shows_nothing_of_before()
    {
        await using var server = await TestServer.StartAsync();
        var (vm, qemu) = await server.RunAsync();
        await PrintedAsync(server, qemu, "old news");
        using var client = await server.OpenAsync();

        var serial = await OpenAsync(client, OpenConsole, vm.Arguments().OptionalText(null).Number(0));
        await SendAsync(client, serial, Continue, "ls\n");

        Assert.Equal("ls\n", await ReadAsync(client, serial, 3));
        await SendAsync(client, serial, Ok, "");
        Assert.Equal(Ok, (await PacketAsync(client, serial)).Status);
    }

    [Fact]
    public async Task Console_in_use_is_refused_unless_it_is_taken_by_force()
    {
        await using var server = await TestServer.StartAsync();
        var (vm, _) = await server.RunAsync();
        using var first = await server.OpenAsync();
        using var second = await server.OpenAsync();
        var held = await OpenAsync(first, OpenConsole, vm.Arguments().OptionalText(null).Number(0));

        var refused = await second.CallAsync(OpenConsole, vm.Arguments().OptionalText("serial0").Number(0).ToArray());
        Assert.Equal((int)ErrorNumber.OperationFailed, refused.ErrorCode);
        Assert.Contains("Active console session exists", refused.ErrorMessage, StringComparison.Ordinal);

        await OpenAsync(second, OpenConsole, vm.Arguments().OptionalText("serial0").Number(Force));
        var end = await PacketAsync(first, held);
        Assert.Equal((Continue, 0), (end.Status, end.Payload.Length));
    }

    [Fact]
    public async Task Client_that_goes_away_gives_the_console_back()
    {
        await using var server = await TestServer.StartAsync();
        var (vm, _) = await server.RunAsync();
        using (var client = await server.OpenAsync())
        {
            await OpenAsync(client, OpenConsole, vm.Arguments().OptionalText(null).Number(0));
        }

        using var next = await server.OpenAsync();
        var deadline = DateTime.UtcNow.AddSeconds(20);
        while ((await next.CallAsync(OpenConsole, vm.Arguments().OptionalText(null).Number(0).ToArray())).Status != Ok)
        {
            Assert.True(DateTime.UtcNow < deadline, "the console was never given back");
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }

    [Theory]
    [InlineData("org.example.chat")]
    [InlineData("channel1")]
    public async Task Channel_is_found_by_its_name_and_by_its_alias(string name)
    {
        await using var server = await TestServer.StartAsync();
        var (vm, _) = await server.RunAsync();
        using var client = await server.OpenAsync();

        var serial = await OpenAsync(client, OpenChannel, vm.Arguments().OptionalText(name).Number(0));
        await SendAsync(client, serial, Continue, "hello");

        Assert.Equal("hello", await ReadAsync(client, serial, 5));
    }

    [Fact]
    public async Task What_is_not_there_or_not_for_clients_is_refused()
    {
        await using var server = await TestServer.StartAsync();
        var (vm, _) = await server.RunAsync();
        using var client = await server.OpenAsync();

        var missing = await client.CallAsync(OpenConsole, vm.Arguments().OptionalText("serial7").Number(0).ToArray());
        Assert.Equal("internal error: cannot find console device 'serial7'", missing.ErrorMessage);
        var agent = await client.CallAsync(OpenChannel, vm.Arguments().OptionalText(null).Number(0).ToArray());
        Assert.Equal((int)ErrorNumber.InvalidArg, agent.ErrorCode);
        await server.Engine.Lifecycle.KillAsync("web", TestContext.Current.CancellationToken);
        var stopped = await client.CallAsync(OpenConsole, vm.Arguments().OptionalText(null).Number(0).ToArray());
        Assert.Equal((int)ErrorNumber.OperationInvalid, stopped.ErrorCode);
        Assert.Empty(server.Logs.Complaints);
    }

    [Fact]
    public async Task Virsh_console_works_at_a_terminal_until_its_escape()
    {
        await using var server = await TestServer.StartAsync();
        var (_, qemu) = await server.RunAsync();
        using var terminal = new VirshTerminal(server, "console web");

        await terminal.ShowsAsync("Escape character is");
        await terminal.ShowsAsync("login: ", () => qemu.Print("login: "u8.ToArray()));
        terminal.Type("root\r");
        await terminal.ShowsAsync("root");
        terminal.Type("\u001d");

        Assert.Equal(0, await terminal.EndAsync());
        Assert.Empty(server.Logs.Complaints);
    }

    private static async Task PrintedAsync(TestServer server, FakeQemu qemu, string text)
    {
        await using var other = await server.Engine.Consoles.OpenAsync("web", ConsoleMode.Read, TestContext.Current.CancellationToken);
        qemu.Print(Encoding.ASCII.GetBytes(text));
        var shown = "";
        await foreach (var message in other.ReadAsync(TestContext.Current.CancellationToken))
        {
            shown += message is ConsoleData data ? Encoding.ASCII.GetString(data.Data.Span) : "";
            if (shown == text)
            {
                return;
            }
        }
    }

    private static async Task<uint> OpenAsync(RpcClient client, int procedure, RpcArguments arguments)
    {
        var serial = await client.BeginAsync(procedure, arguments.ToArray());
        var reply = await client.ReplyToAsync(serial);
        Assert.True(reply.Status == Ok, reply.ErrorMessage);
        return serial;
    }

    private static Task SendAsync(RpcClient client, uint serial, int status, string data) => client.SendAsync(
        new RpcMessage(RpcMessage.Remote, 1, OpenConsole, RpcMessage.Stream, serial, status, Encoding.ASCII.GetBytes(data)));

    private static async Task<RpcMessage> PacketAsync(RpcClient client, uint serial)
    {
        var packet = await client.NextAsync() ?? throw new IOException("The server closed the connection.");
        Assert.Equal((RpcMessage.Stream, serial), (packet.Type, packet.Serial));
        return packet;
    }

    private static async Task<string> ReadAsync(RpcClient client, uint serial, int length)
    {
        var read = "";
        while (read.Length < length)
        {
            read += Encoding.ASCII.GetString((await PacketAsync(client, serial)).Payload);
        }

        return read;
    }
}
