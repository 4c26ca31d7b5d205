using System.Text.Json;
using Lodge.Api.Contracts;
using Lodge.Cli.App;
using Lodge.Cli.Terminal;
using Lodge.Cli.Tests.Support;
using Lodge.Model.Errors;
using Lodge.Model.Networks.HostBridges;

namespace Lodge.Cli.Tests.Commands;

/// <summary>Bridges over interfaces: shown first, asked for, given back by Ctrl-C.</summary>
public sealed class HostBridgeCommandTests
{
    private const string Plan = "POST /v1/host/bridges/plan";
    private const string Make = "POST /v1/host/bridges";
    private const string Confirm = "POST /v1/host/bridges/eth0/confirm";
    private const string Undo = "DELETE /v1/host/bridges/eth0";

    private static readonly HostBridgePlan s_plan = new()
    {
        Interface = "eth0",
        Bridge = "br0",
        Network = "office",
        Mac = "52:54:00:12:34:56",
        Mtu = 1500,
        Addresses = ["198.51.100.2/24", "2001:db8:1::2/64"],
        Routes = ["default by 198.51.100.1", "10.9.0.0/16 by 198.51.100.7"],
        Asked = ["198.51.100.1"],
        Owner = HostNetworkOwner.Ifupdown,
        Files =
        [
            new HostFileChange("/etc/network/interfaces", "auto eth0\niface eth0 inet dhcp\n", "auto br0\niface eth0 inet manual\niface br0 inet dhcp\n    bridge_ports eth0\n"),
            new HostFileChange("/etc/cloud/cloud.cfg.d/99-lodge-network.cfg", null, "network: {config: disabled}\n"),
        ],
        Commands = ["ifup br0"],
        Notes = ["Packets come in on br0 then: rules of other firewalls that name eth0 have to name br0."],
    };

    private static readonly HostBridge s_made = new()
    {
        Interface = "eth0",
        Bridge = "br0",
        Network = "office",
        MadeAt = new FixedClock().GetUtcNow(),
        ConfirmBefore = new FixedClock().GetUtcNow().AddSeconds(30),
        Answered = ["198.51.100.1"],
        Owner = HostNetworkOwner.Ifupdown,
    };

    private static readonly HostBridge s_kept = s_made with
    {
        State = HostBridgeState.Kept,
        ConfirmBefore = null,
        Files = ["/etc/network/interfaces"],
        Backups = "/var/lib/lodge/host-bridges/old-files/eth0",
    };

    [Fact]
    public async Task Plan_shows_what_moves_and_each_file_as_it_would_change()
    {
        await using var api = await StartAsync();
        var said = await CommandLine.RunAsync(api, "network", "bridge-host", "eth0", "--network", "office", "--dry-run");
        Assert.Equal(ExitStatus.Ok, said.Status);
        GoldenFile.Matches("bridge-host-plan.txt", said.Out);
        Assert.Single(api.Requests);
    }

    [Fact]
    public async Task Enter_keeps_the_bridge()
    {
        await using var api = await StartAsync();
        var console = new FakeConsole(terminal: true);
        console.Type("\n");
        var said = await CommandLine.RunAsync(api, console, ["network", "bridge-host", "eth0", "--confirm-within", "2m", "--no-color"]);
        Assert.Equal(ExitStatus.Ok, said.Status);
        Assert.EndsWith("br0 over eth0 is kept; guests use it by the network office.\n", said.Out, StringComparison.Ordinal);
        Assert.Contains("  written: /etc/network/interfaces; what they held is in /var/lib/lodge/host-bridges/old-files/eth0\n", said.Error, StringComparison.Ordinal);
        var wish = JsonSerializer.Deserialize(api.Requests[1].Body, ApiJson.Default.HostBridgeWish)!;
        Assert.Equal(("eth0", "br0", "office", 120.0), (wish.Interface, wish.Bridge, wish.Network, wish.ConfirmWithin));
    }

    [Fact]
    public async Task Interrupt_gives_everything_back()
    {
        await using var api = await StartAsync();
        var (console, interrupts) = (new FakeConsole(terminal: true), new InterruptSource());
        var running = CommandLine.RunAsync(api, console, ["network", "bridge-host", "eth0"], interrupts);
        await console.ShowsAsync("Enter keeps it");
        interrupts.Raise();
        var said = await running;
        Assert.Equal(ExitStatus.Interrupted, said.Status);
        Assert.Contains("eth0 has everything back, and br0 is gone.", said.Error, StringComparison.Ordinal);
        Assert.Equal(Undo, api.Requests[^1].Line);
    }

    [Fact]
    public async Task Silence_is_no_confirmation()
    {
        await using var api = await StartAsync();
        api.On(Make, s_made with { ConfirmBefore = new FixedClock().GetUtcNow().AddMilliseconds(50) }, ApiJson.Default.HostBridge);
        var said = await CommandLine.RunAsync(api, new FakeConsole(terminal: true), ["network", "bridge-host", "eth0"]);
        Assert.Equal(ExitStatus.Timeout, said.Status);
        Assert.DoesNotContain(api.Requests, request => request.Line == Confirm);
    }

    [Fact]
    public async Task Script_is_told_how_to_confirm_and_confirms_the_only_one()
    {
        await using var api = await StartAsync();
        var said = await CommandLine.RunAsync(api, "network", "bridge-host", "eth0");
        Assert.EndsWith("br0 has what eth0 had, and 198.51.100.1 answers. Keep it: lodge network bridge-host confirm eth0\n", said.Out, StringComparison.Ordinal);
        Assert.Equal("br0 over eth0 is kept; guests use it by the network office.\n", (await CommandLine.RunAsync(api, "network", "bridge-host", "confirm")).Out);
        Assert.Equal("eth0 has everything back, and br0 is gone.\n", (await CommandLine.RunAsync(api, "network", "bridge-host", "undo", "eth0", "--force")).Out);
        Assert.Equal("?force=true", api.Requests[^1].Query);
        Assert.Equal(
            "INTERFACE  BRIDGE  NETWORK  STATE            KEPT BY\neth0       br0     office   waits 30 s more  ifupdown\n",
            (await CommandLine.RunAsync(api, "network", "bridge-host", "list")).Out);
        Assert.Equal(ExitStatus.Usage, (await CommandLine.RunAsync(api, "network", "bridge-host")).Status);
    }

    [Fact]
    public async Task NetworkManager_is_left_alone_and_its_lines_are_printed()
    {
        await using var api = await StartAsync();
        api.On(Plan, s_plan with { Owner = HostNetworkOwner.NetworkManager, Files = [], Commands = ["nmcli connection up br0"] }, ApiJson.Default.HostBridgePlan);
        var said = await CommandLine.RunAsync(api, "network", "bridge-host", "eth0", "--yes");
        Assert.Equal(ExitStatus.HostLacks, said.Status);
        Assert.Contains("\nnmcli connection up br0\n", said.Error, StringComparison.Ordinal);
        Assert.Single(api.Requests);
    }

    private static async Task<FakeApi> StartAsync()
    {
        var api = await FakeApi.StartAsync();
        api.On(Plan, s_plan, ApiJson.Default.HostBridgePlan);
        api.On(Make, s_made, ApiJson.Default.HostBridge);
        api.On(Confirm, s_kept, ApiJson.Default.HostBridge);
        api.On(Undo, s_kept with { State = HostBridgeState.Undone }, ApiJson.Default.HostBridge);
        api.On<IReadOnlyList<HostBridge>>("GET /v1/host/bridges", [s_made], ApiJson.Default.IReadOnlyListHostBridge);
        return api;
    }
}
