using Lodge.System.Tests.Support;
using Lodge.TestSupport.Guests;

namespace Lodge.System.Tests.Libvirt;

/// <summary>Programs over libvirt's Python binding.</summary>
[Collection(DisplayPorts.Name)]
public sealed class PythonTests(DaemonFixture fixture) : IClassFixture<DaemonFixture>
{
    [Fact]
    public async Task Script_leads_a_guest_through_its_life_hears_its_events_and_reads_its_console()
    {
        var clients = new LibvirtClients(fixture.Daemon);
        var file = DomainFile.Small(fixture.Daemon, "snake", "<graphics type='vnc' port='-1'/><video><model type='vga'/></video>");

        Assert.Equal("all well", await clients.PythonAsync("life.py", file, SerialGuest.Greeting));
        Assert.DoesNotContain("snake", await clients.DoneAsync("list", "--all"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Monitor_gets_what_it_shows_again_and_again()
    {
        var clients = new LibvirtClients(fixture.Daemon);
        await clients.DoneAsync("define", DomainFile.Small(fixture.Daemon, "busy"));
        await clients.DoneAsync("define", DomainFile.Small(fixture.Daemon, "lazy"));
        await clients.DoneAsync("start", "busy");

        Assert.Equal("busy lazy", await clients.PythonAsync("monitor.py"));
        await clients.DoneAsync("destroy", "busy");
    }
}
