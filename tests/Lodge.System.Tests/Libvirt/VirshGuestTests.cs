using Lodge.System.Tests.Support;
using Lodge.TestSupport.Guests;

namespace Lodge.System.Tests.Libvirt;

/// <summary>What libvirt's clients do with the guest itself: its console, screen, displays, agent and QEMU.</summary>
[Collection(DisplayPorts.Name)]
public sealed class VirshGuestTests(DaemonFixture fixture) : IClassFixture<DaemonFixture>
{
    private readonly LibvirtClients _clients = new(fixture.Daemon);

    [Fact]
    public async Task Linux_guest_is_worked_with_through_agent_screen_and_monitor()
    {
        var file = DomainFile.Linux(
            fixture.Daemon, await TinyGuest.GetAsync(), "worker", "lodge.ignore-power=1", "<graphics type='vnc' port='-1' autoport='yes'/>");
        await _clients.DoneAsync("define", file);
        await _clients.DoneAsync("start", "worker");
        using var client = fixture.Daemon.Client();
        await using (var console = await GuestConsole.OpenAsync(client, "worker"))
        {
            await console.SeesAsync(TinyGuest.Up);
        }

        await Soon.HoldsAsync(
            async () => (await _clients.VirshAsync("qemu-agent-command", "worker", """{"execute":"guest-ping"}""")).ExitCode == 0,
            "the agent answers",
            TimeSpan.FromSeconds(60));

        await AgentTellsAsync();
        await ScreenAndKeysAsync();
        await MonitorAsync();
        var told = await _clients.PythonAsync("guest_streams.py", "worker", "screen");
        Assert.Contains("screenshot: image/png", told, StringComparison.Ordinal);
        Assert.Contains("display by descriptor: RFB 003.008", told, StringComparison.Ordinal);
        Assert.Contains("display over a socket: RFB 003.008", told, StringComparison.Ordinal);
        await _clients.DoneAsync("destroy", "worker");
        await _clients.DoneAsync("undefine", "worker");
    }

    [Fact]
    public async Task Guest_echoes_on_its_console_and_lacks_an_agent_in_libvirt_s_words()
    {
        var file = DomainFile.Small(fixture.Daemon, "silent", "<channel type='unix'><target type='virtio' name='org.qemu.guest_agent.0'/></channel>");
        await _clients.DoneAsync("define", file);
        await _clients.DoneAsync("start", "silent");
        using var client = fixture.Daemon.Client();
        await using (var console = await GuestConsole.OpenAsync(client, "silent"))
        {
            await console.SeesAsync(SerialGuest.Greeting);
        }

        var told = await _clients.PythonAsync("guest_streams.py", "silent", "console");
        Assert.Contains("console: echoed", told, StringComparison.Ordinal);
        Assert.Contains("second console: refused", told, StringComparison.Ordinal);
        Assert.Equal("left with 0", await _clients.PythonAsync("virsh_console.py", "silent"));
        Assert.Contains("QEMU guest agent is not connected", await _clients.FailsAsync("domtime", "silent"), StringComparison.Ordinal);
        Assert.Contains("QEMU guest agent is not connected", await _clients.FailsAsync("guestinfo", "silent"), StringComparison.Ordinal);
        await _clients.DoneAsync("destroy", "silent");
        await _clients.DoneAsync("undefine", "silent");
    }

    private async Task AgentTellsAsync()
    {
        Assert.Contains("os.pretty-name", await _clients.DoneAsync("guestinfo", "worker"), StringComparison.Ordinal);
        Assert.Contains("lo", await _clients.DoneAsync("domifaddr", "worker", "--source", "agent"), StringComparison.Ordinal);
        Assert.NotEmpty(await _clients.DoneAsync("domhostname", "worker"));
        Assert.Contains("Time:", await _clients.DoneAsync("domtime", "worker"), StringComparison.Ordinal);
    }

    private async Task ScreenAndKeysAsync()
    {
        var picture = Path.Combine(fixture.Daemon.Root, "screen.png");
        await _clients.DoneAsync("screenshot", "worker", picture);
        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], (await File.ReadAllBytesAsync(picture))[..4]);
        await _clients.DoneAsync("send-key", "worker", "KEY_LEFTCTRL", "KEY_C");
        await _clients.DoneAsync("inject-nmi", "worker");
    }

    private async Task MonitorAsync()
    {
        Assert.Contains("\"status\": \"running\"", await _clients.DoneAsync("qemu-monitor-command", "worker", """{"execute":"query-status"}"""), StringComparison.Ordinal);
        Assert.Contains("running", await _clients.DoneAsync("qemu-monitor-command", "worker", "--hmp", "info status"), StringComparison.Ordinal);
        Assert.Contains("CommandNotFound", await _clients.DoneAsync("qemu-monitor-command", "worker", """{"execute":"no-such"}"""), StringComparison.Ordinal);
        Assert.Contains("tainted: custom monitor", await _clients.DoneAsync("dominfo", "worker"), StringComparison.Ordinal);
    }
}
