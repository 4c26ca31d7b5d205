using Lodge.Linux.Network;
using Lodge.Model.Errors;
using Lodge.Model.Networks.HostBridges;
using Lodge.Network.HostBridges.Facts;
using Lodge.Network.HostBridges.Moving;
using Lodge.Network.HostBridges.Planning;
using Lodge.Network.Tests.Support;

namespace Lodge.Network.Tests.HostBridges;

/// <summary>Bridges over the interface of a host in a namespace of its own.</summary>
public sealed class HostBridgeTests
{
    private const string Interfaces = "/etc/network/interfaces";
    private const string Stanza = "auto lo eth0\niface lo inet loopback\n\niface eth0 inet dhcp\n    up echo eth0 is up\n";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Connection_survives_the_move_there_and_back_and_nothing_is_lost()
    {
        using var host = BridgeHostUnderTest.Create();
        var before = host.Picture();
        using var connection = await host.ConnectAsync(Cancellation);
        await connection.WorksAsync(Cancellation);

        var bridge = await host.MoveAsync(Cancellation);
        await connection.WorksAsync(Cancellation);
        Assert.Equal(("br0", HostBridgeState.Waiting), (bridge.Bridge, bridge.State));
        Assert.Equal(["198.51.100.1", "fe80::1"], bridge.Answered!.Order(StringComparer.Ordinal));
        var (port, link) = (host.Network.Host.Links.Get("eth0"), host.Network.Host.Links.Get("br0"));
        Assert.Equal((link.Index, port.Mac, 1400), (port.Master, link.Mac, link.Mtu));
        Assert.Empty(host.Network.Host.Saved.Addresses(port.Index));
        Assert.Equal(["198.51.100.2/24", "198.51.100.3/24", "2001:db8:1::2/64"], host.Network.Host.Saved.Addresses(link.Index).Where(one => !one.Address.Address.IsIPv6LinkLocal).Select(Words.Address));
        Assert.Contains("inet 198.51.100.3/24 scope global secondary br0:more", host.Run("/sbin/ip", "-o addr show dev br0"), StringComparison.Ordinal);
        Assert.Contains("10.99.0.0/16 via 198.51.100.1 dev br0", host.Run("/sbin/ip", "route show table 77"), StringComparison.Ordinal);
        Assert.Equal("2", host.Network.Run(() => NetworkSettings.Read("ipv6/conf/br0/accept_ra")));
        Assert.NotNull(host.Network.Host.Saved.Addresses(link.Index)[0].Lifetime);

        await host.Bridges.KeepAsync("eth0", Cancellation);
        await connection.WorksAsync(Cancellation);
        var undone = await host.Bridges.UndoAsync("eth0", force: false, Cancellation);
        await connection.WorksAsync(Cancellation);
        Assert.Equal(HostBridgeState.Undone, undone.State);
        Assert.Equal(before, host.Picture());
        Assert.Empty(host.Bridges.List());
    }

    [Fact]
    public async Task Network_that_does_not_answer_over_the_bridge_gets_the_interface_back()
    {
        using var host = BridgeHostUnderTest.Create();
        using var connection = await host.ConnectAsync(Cancellation);
        host.Run("/usr/sbin/nft", "add table bridge strict { chain input { type filter hook input priority 0; policy drop; }; }");
        var before = host.Picture();

        var failure = await Assert.ThrowsAsync<LodgeException>(() => host.MoveAsync(Cancellation));
        Assert.Equal(ErrorCode.Timeout, failure.Error.Code);
        Assert.Contains("'eth0' has everything back", failure.Error.Message, StringComparison.Ordinal);
        Assert.Equal(before, host.Picture());
        await connection.WorksAsync(Cancellation);
        Assert.Empty(host.Restart().List());
    }

    [Fact]
    public async Task Daemon_killed_at_any_step_is_given_back_by_the_next()
    {
        using var host = BridgeHostUnderTest.Create();
        using var connection = await host.ConnectAsync(Cancellation);
        var before = host.Picture();
        var steps = MovePlanner.Plan(Facts(host), "br0", "lodge test host bridge");
        for (var done = 0; done <= steps.Count; done++)
        {
            await host.MoveAsync(Cancellation); // Leaves the record of a move that has begun.
            await RewindAsync(host, steps.Count);
            var doer = new MoveDoer(new PrivatePlace(host.Network));
            foreach (var step in MovePlanner.Plan(Facts(host), "br0", "lodge test host bridge").Take(done))
            {
                doer.Do(step);
            }

            var given = Assert.Single(await host.Restart().RecoverAsync(Cancellation));
            Assert.Equal(("eth0", HostBridgeState.Undone), (given.Interface, given.State));
            Assert.True(before == host.Picture(), $"after {done} steps of {steps.Count}:\n{before}\n---\n{host.Picture()}");
        }

        await connection.WorksAsync(Cancellation);
        Assert.Empty(await host.Restart().RecoverAsync(Cancellation));
    }

    [Fact]
    public async Task Files_are_written_when_it_is_kept_and_come_back_when_it_is_undone()
    {
        using var host = BridgeHostUnderTest.Create();
        var path = host.Write(Interfaces, Stanza);
        File.SetUnixFileMode(path, (UnixFileMode)Convert.ToInt32("640", 8));
        await host.MoveAsync(Cancellation);
        Assert.Equal(Stanza, File.ReadAllText(path));

        var kept = await host.Bridges.KeepAsync("eth0", Cancellation);
        Assert.Equal((HostBridgeState.Kept, HostNetworkOwner.Ifupdown), (kept.State, kept.Owner));
        Assert.Contains("iface br0 inet dhcp", File.ReadAllText(path), StringComparison.Ordinal);
        Assert.Equal(Stanza, File.ReadAllText(kept.Backups + Interfaces));
        Assert.Equal("640", Convert.ToString((int)File.GetUnixFileMode(path), 8));

        var later = host.Restart();
        Assert.Empty(await later.RecoverAsync(Cancellation));
        Assert.Equal(HostBridgeState.Kept, Assert.Single(later.List()).State);
        File.AppendAllText(path, "# mine\n");
        var failure = await Assert.ThrowsAsync<LodgeException>(() => later.UndoAsync("eth0", force: false, Cancellation));
        Assert.Contains(Interfaces, failure.Error.Message, StringComparison.Ordinal);
        Assert.NotNull(host.Network.Host.Links.Find("br0"));
        await later.UndoAsync("eth0", force: true, Cancellation);
        Assert.Equal(Stanza, File.ReadAllText(path));
        Assert.Null(host.Network.Host.Links.Find("br0"));
        Assert.DoesNotContain(Directory.EnumerateFileSystemEntries(Path.Combine(host.State, "host-bridges"), "*", SearchOption.AllDirectories), File.Exists);
    }

    [Fact]
    public async Task File_that_changed_since_it_was_shown_is_not_written_and_the_bridge_waits_on()
    {
        using var host = BridgeHostUnderTest.Create();
        var path = host.Write(Interfaces, Stanza);
        await host.MoveAsync(Cancellation);
        File.AppendAllText(path, "# mine\n");
        await Assert.ThrowsAsync<LodgeException>(() => host.Bridges.KeepAsync("eth0", Cancellation));
        Assert.Equal(Stanza + "# mine\n", File.ReadAllText(path));
        Assert.Equal(HostBridgeState.Waiting, Assert.Single(host.Bridges.List()).State);
    }

    [Fact]
    public async Task Plan_says_what_moves_who_is_asked_and_what_becomes_of_the_lease()
    {
        using var host = BridgeHostUnderTest.Create();
        host.Write(Interfaces, Stanza);
        host.Write("/run/dhclient.eth0.pid", "812\n");
        var before = host.Picture();
        var plan = await host.Bridges.PlanAsync(new HostBridgeWish { Interface = "eth0", Network = "office" }, Cancellation);
        Assert.Equal(("eth0", "br0", "office", 1400), (plan.Interface, plan.Bridge, plan.Network, plan.Mtu));
        Assert.Equal(["198.51.100.2/24", "198.51.100.3/24", "2001:db8:1::2/64"], plan.Addresses);
        Assert.Equal(["10.99.0.0/16 by 198.51.100.1", "default by 198.51.100.1", "default by fe80::1"], plan.Routes.Order(StringComparer.Ordinal));
        Assert.Equal(["198.51.100.1", "fe80::1"], plan.Asked.Order(StringComparer.Ordinal));
        Assert.Contains(plan.Notes, note => note.StartsWith("198.51.100.2/24 is lent by DHCP for ", StringComparison.Ordinal) && note.Contains("dhclient, process 812", StringComparison.Ordinal));
        Assert.Equal(before, host.Picture());
    }

    private static LinkFacts Facts(BridgeHostUnderTest host) => new LinkFactReader(new PrivatePlace(host.Network)).Read(host.Network.Host.Links.Get("eth0"));

    // The record stays as the daemon wrote it before its first step; the network is as it was then.
    private static async Task RewindAsync(BridgeHostUnderTest host, int steps)
    {
        Assert.True(steps > 8);
        var path = Path.Combine(host.State, "host-bridges", "eth0.json");
        var record = (await File.ReadAllTextAsync(path, Cancellation)).Replace("\"stage\": \"waiting\"", "\"stage\": \"moving\"", StringComparison.Ordinal);
        await host.Bridges.UndoAsync("eth0", force: false, Cancellation);
        await File.WriteAllTextAsync(path, record, Cancellation);
    }
}
