using System.Text.RegularExpressions;
using Lodge.System.Tests.Support;
using Lodge.TestSupport.Daemons;
using Lodge.TestSupport.Networks;

namespace Lodge.System.Tests.Networks;

/// <summary>A bridge over the interface that leads out, made by the programs, while those are killed.</summary>
public sealed partial class HostBridgeTests(OwnHostFixture fixture) : IClassFixture<OwnHostFixture>, IAsyncLifetime
{
    private const string Gateway = "198.51.100.1";

    /// <inheritdoc/>
    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    /// <summary>Gives back what a test left that failed, so that the next one fails for its own reasons only.</summary>
    public async ValueTask DisposeAsync()
    {
        if (PrivateNetwork.WhyNot is null)
        {
            await fixture.Daemon.LodgeAsync("network", "bridge-host", "undo", "eth0");
        }
    }

    [Fact]
    public async Task Bridge_that_nobody_confirms_goes_back_in_time()
    {
        SkipIfNone();
        var before = await PictureAsync();
        Assert.Matches($@"\W{Regex.Escape(Gateway)}(, 2001:db8:1::1)? answers?\W", await MakeAsync("2s")); // IPv6 may still be settling from the host's making.
        Assert.Contains("198.51.100.2/24", await InHostAsync("ip -o addr show dev br0"), StringComparison.Ordinal);
        Assert.Contains($"via {Gateway} dev br0", await InHostAsync("ip route show default"), StringComparison.Ordinal);
        await IsBackAsync(before);
        Assert.NotEqual(0, (await fixture.Daemon.LodgeAsync("network", "bridge-host", "confirm", "eth0")).ExitCode);
    }

    [Fact]
    public async Task Bridge_that_is_confirmed_stays_with_a_new_daemon_and_datagrams_across_come_back()
    {
        SkipIfNone();
        var before = await PictureAsync();
        using var datagrams = new Datagrams(fixture.Host);
        using var stop = new CancellationTokenSource();
        var exchange = datagrams.ExchangeAsync(stop.Token);
        await MakeAsync("10m");
        await DoneAsync("network", "bridge-host", "confirm", "eth0");
        await stop.CancelAsync();
        var (sent, lost) = await exchange;
        Assert.InRange(lost, 0, 1); // Between two system calls.
        Assert.InRange(sent, 10, int.MaxValue);

        await fixture.Daemon.CrashAsync();
        await fixture.Daemon.StartAgainAsync();
        Assert.Matches(@"(?m)^eth0 +br0 +.*kept", await DoneAsync("network", "bridge-host", "list"));
        await PingAsync();
        await DoneAsync("network", "bridge-host", "undo", "eth0");
        await IsBackAsync(before);
    }

    [Fact]
    public async Task Daemon_killed_before_it_is_confirmed_needs_no_other_daemon_for_the_interface_to_have_everything_back()
    {
        SkipIfNone();
        var before = await PictureAsync();
        await MakeAsync("10m");
        await fixture.Daemon.CrashAsync();
        try
        {
            await Soon.HoldsAsync(async () => await PictureAsync() == before, "eth0 has everything back");
            await PingAsync();
        }
        finally
        {
            await fixture.Daemon.StartAgainAsync();
        }

        await IsBackAsync(before);
    }

    [Fact]
    public async Task Guard_and_daemon_killed_leave_it_to_the_next_daemon()
    {
        SkipIfNone();
        var before = await PictureAsync();
        await MakeAsync("10m");
        var guard = Assert.Single(await ChildrenAsync("--guard-host-bridge"));
        await Ran.ProgramAsync("/bin/kill", ["-KILL", guard]);
        await fixture.Daemon.CrashAsync();
        await fixture.Daemon.StartAgainAsync();
        await IsBackAsync(before);
    }

    [Fact]
    public async Task Command_killed_while_it_asks_is_no_confirmation()
    {
        SkipIfNone();
        var before = await PictureAsync();
        using (var terminal = new Terminal(fixture.Daemon, "network bridge-host eth0 --confirm-within 3s"))
        {
            await terminal.ShowsAsync("Does everything still work?");
        } // With SIGKILL, to all of it.

        Assert.Contains("br0", await InHostAsync("ip -o link"), StringComparison.Ordinal);
        await IsBackAsync(before);
    }

    private Task<string> MakeAsync(string limit) => DoneAsync("network", "bridge-host", "eth0", "--confirm-within", limit);

    private async Task<string> DoneAsync(params string[] arguments)
    {
        var ran = await fixture.Daemon.LodgeAsync(arguments);
        Assert.True(ran.ExitCode == 0, $"lodge {string.Join(' ', arguments)}: {ran.ExitCode}\n{ran.Output}{ran.Errors}\n{fixture.Daemon.Log}");
        return ran.Output + ran.Errors;
    }

    private async Task IsBackAsync(string before)
    {
        await Soon.HoldsAsync(async () => !(await DoneAsync("network", "bridge-host", "list")).Contains("eth0", StringComparison.Ordinal), "no bridge is listed");
        Assert.Equal(before, await PictureAsync());
        await PingAsync();
        await Soon.HoldsAsync(async () => (await ChildrenAsync("--guard-host-bridge")).Count == 0, "no guard is left");
    }

    private async Task PingAsync()
    {
        using var datagrams = new Datagrams(fixture.Host);
        Assert.True(await datagrams.PassAsync());
    }

    // What the host's network is, without times and what the kernel still looks into.
    private async Task<string> PictureAsync() =>
        Noise().Replace(await InHostAsync("ip -o addr; ip route; ip -6 route; ip -o link | grep -v vnet"), "");

    private async Task<string> InHostAsync(string script)
    {
        string[] line = [.. fixture.Host.Enter, "/bin/bash", "-c", script];
        return (await Ran.ProgramAsync(line[0], line[1..])).Output;
    }

    // By the arguments, of which one is the daemon's state folder.
    private async Task<IReadOnlyList<string>> ChildrenAsync(string argument) =>
        (await Ran.ProgramAsync("/usr/bin/pgrep", ["-f", "--", $"{argument} {fixture.Daemon.StateFolder} "])).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private static void SkipIfNone() => Assert.SkipWhen(PrivateNetwork.WhyNot is not null, PrivateNetwork.WhyNot ?? "");

    [GeneratedRegex(@" (tentative|nodad|linkdown)\b|(?<=_lft )\w+")]
    private static partial Regex Noise();
}
