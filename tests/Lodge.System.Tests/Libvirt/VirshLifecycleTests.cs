using Lodge.System.Tests.Support;
using Lodge.TestSupport.Guests;

namespace Lodge.System.Tests.Libvirt;

/// <summary>The life of a Linux guest, led by virsh.</summary>
public sealed class VirshLifecycleTests(DaemonFixture fixture) : IClassFixture<DaemonFixture>
{
    [Fact]
    public async Task Linux_guest_is_defined_booted_and_undefined_by_virsh()
    {
        var clients = new LibvirtClients(fixture.Daemon);
        var file = DomainFile.Linux(fixture.Daemon, await TinyGuest.GetAsync(), "penguin");

        Assert.Equal($"Domain 'penguin' defined from {file}", await clients.DoneAsync("define", file));
        await clients.DoneAsync("start", "penguin");
        using var client = fixture.Daemon.Client();
        await using (var console = await GuestConsole.OpenAsync(client, "penguin"))
        {
            await console.SeesAsync(TinyGuest.Up);
        }

        Assert.Matches(@"1 +penguin +running", await clients.DoneAsync("list"));
        var info = await clients.DoneAsync("dominfo", "penguin");
        Assert.Contains("running", info, StringComparison.Ordinal);
        Assert.Contains("131072 KiB", info, StringComparison.Ordinal);
        Assert.Contains("already active", await clients.FailsAsync("start", "penguin"), StringComparison.Ordinal);

        Assert.Equal("Domain 'penguin' destroyed", await clients.DoneAsync("destroy", "penguin"));
        Assert.Equal("shut off", await clients.DoneAsync("domstate", "penguin"));
        await clients.DoneAsync("undefine", "penguin");
        Assert.Contains("failed to get domain 'penguin'", await clients.FailsAsync("dominfo", "penguin"), StringComparison.Ordinal);
        Assert.Empty(fixture.Daemon.GuestProcesses());
    }
}
