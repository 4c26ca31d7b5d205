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

    [Fact]
    public async Task Disk_is_pulled_committed_and_copied_by_virsh_with_all_events()
    {
        var clients = new LibvirtClients(fixture.Daemon);
        var images = new[] { "base", "middle", "top" }.Select(name => Path.Combine(fixture.Daemon.Root, $"{name}.qcow2")).ToArray();
        await clients.DoneBy("qemu-img", "create", "-q", "-f", "qcow2", images[0], "8M");
        await clients.DoneBy("qemu-img", "create", "-q", "-f", "qcow2", "-b", images[0], "-F", "qcow2", images[1]);
        await clients.DoneBy("qemu-io", "-f", "qcow2", "-c", "write -P 7 0 6M", images[1]);
        await clients.DoneBy("qemu-img", "create", "-q", "-f", "qcow2", "-b", images[1], "-F", "qcow2", images[2]);
        var disk = $"<disk type='file' device='disk'><driver name='qemu' type='qcow2'/><source file='{images[2]}'/><target dev='vdb' bus='virtio'/></disk>";
        await clients.DoneAsync("define", DomainFile.Small(fixture.Daemon, "merger", disk));
        await clients.DoneAsync("start", "merger");

        Assert.Equal("all well", await clients.PythonAsync("blockjobs.py", ["merger", .. images]));
        await clients.DoneAsync("destroy", "merger");
        await clients.DoneBy("qemu-io", "-f", "raw", "-c", "read -P 7 0 6M", $"{images[0]}.last");
        await clients.DoneAsync("undefine", "merger");
    }
}
