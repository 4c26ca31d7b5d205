using Lodge.Libvirt.Tests.Support;
using Lodge.TestSupport.Libvirt;

namespace Lodge.Libvirt.Tests.Connections;

public sealed class StartTests
{
    private const int Open = 1;
    private const int Close = 2;
    private const int AuthList = 66;
    private const int HostName = 59;

    [Fact]
    public async Task A_client_that_has_not_asked_how_to_authenticate_gets_nothing_else()
    {
        await using var server = await TestServer.StartAsync();
        using var client = await RpcClient.ConnectAsync(server.ReadWrite);

        var refused = await client.CallAsync(Open, OpenArguments("qemu:///system"));
        Assert.Equal((39, "authentication required"), (refused.ErrorCode, refused.ErrorMessage));

        var types = new RpcPayload((await client.CallAsync(AuthList)).Payload);
        Assert.Equal((1, 0), (types.Number(), types.Number()));
    }

    [Fact]
    public async Task Calls_before_the_connection_is_open_fail_and_a_second_open_does()
    {
        await using var server = await TestServer.StartAsync();
        using var client = await RpcClient.ConnectAsync(server.ReadWrite);
        await client.CallAsync(AuthList);

        Assert.Equal(1, (await client.CallAsync(HostName)).ErrorCode);
        Assert.Equal(0, (await client.CallAsync(Open, OpenArguments(null))).Status);
        Assert.Equal(1, (await client.CallAsync(Open, OpenArguments(null))).ErrorCode);
        Assert.Equal("inn", new RpcPayload((await client.CallAsync(HostName)).Payload).Text());
    }

    [Fact]
    public async Task Another_hypervisor_than_ours_is_refused_by_name()
    {
        await using var server = await TestServer.StartAsync();
        using var client = await RpcClient.ConnectAsync(server.ReadWrite);
        await client.CallAsync(AuthList);

        var refused = await client.CallAsync(Open, OpenArguments("xen:///system"));

        Assert.Equal(5, refused.ErrorCode);
        Assert.Contains("xen:///system", refused.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Close_is_answered_and_then_the_server_closes()
    {
        await using var server = await TestServer.StartAsync();
        using var client = await server.OpenAsync();

        Assert.Equal(0, (await client.CallAsync(Close)).Status);
        Assert.Null(await client.ReceiveAsync());
    }

    [Fact]
    public async Task Tcp_on_loopback_serves_the_same_and_is_not_called_secure()
    {
        await using var server = await TestServer.StartAsync(withTcp: true);
        using var remote = await RpcClient.OpenAsync(server.Tcp!);
        using var local = await server.OpenAsync();

        Assert.Equal(0, new RpcPayload((await remote.CallAsync(149)).Payload).Number());
        Assert.Equal(1, new RpcPayload((await local.CallAsync(149)).Payload).Number());
    }

    [Fact]
    public async Task A_client_that_never_authenticates_is_dropped()
    {
        var options = new LibvirtOptions { TimeToAuthenticate = TimeSpan.FromMilliseconds(50), KeepAliveInterval = TimeSpan.FromMilliseconds(50) };
        await using var server = await TestServer.StartAsync(options);
        using var client = await RpcClient.ConnectAsync(server.ReadWrite);

        Assert.Null(await client.ReceiveAsync());
    }

    private static byte[] OpenArguments(string? uri) => new RpcArguments().OptionalText(uri).Number(0).ToArray();
}
