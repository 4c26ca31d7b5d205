using Lodge.System.Tests.Support;
using Lodge.TestSupport.Guests;

namespace Lodge.System.Tests.Libvirt;

/// <summary>virt-manager, in windows that nobody sees, used by its own buttons and menus.</summary>
[Collection(DisplayPorts.Name)]
public sealed class VirtManagerTests(DaemonFixture fixture) : IClassFixture<DaemonFixture>
{
    private static readonly string[] s_needed =
    [
        "/usr/bin/virt-manager", "/usr/bin/Xvfb", "/usr/bin/dbus-daemon", "/usr/libexec/at-spi-bus-launcher",
        "/usr/lib/x86_64-linux-gnu/girepository-1.0/Atspi-2.0.typelib", "/usr/lib/x86_64-linux-gnu/girepository-1.0/SpiceClientGtk-3.0.typelib",
    ];

    [Fact]
    public async Task Guests_are_started_watched_paused_and_shut_down_and_volumes_made_by_windows()
    {
        var missing = s_needed.Where(path => !File.Exists(path)).ToList();
        Assert.SkipUnless(missing.Count == 0, $"{string.Join(", ", missing)}: not installed; test.sh installs virt-manager and what it takes to drive it");
        var (daemon, clients) = (fixture.Daemon, new LibvirtClients(fixture.Daemon));
        var disk = Path.Combine(daemon.Root, "desk.qcow2");
        await clients.DoneBy("qemu-img", "create", "-q", "-f", "qcow2", disk, "8M");
        var devices = $"""
            <disk type='file' device='disk'><driver name='qemu' type='qcow2'/><source file='{disk}'/><target dev='vda' bus='virtio'/></disk>
            <interface type='user'><model type='virtio'/></interface>
            <input type='tablet' bus='usb'/>
            <graphics type='vnc' port='-1' autoport='yes'/>
            <video><model type='vga'/></video>
            """;
        await clients.DoneAsync("define", DomainFile.Linux(daemon, await TinyGuest.GetAsync(), "desk", "lodge.tick=1", devices));

        await clients.DoneAsync("define", DomainFile.Small(daemon, "glow", "<graphics type='spice' autoport='yes'/><video><model type='vga'/></video>"));

        // virt-manager makes a pool of this name where there is none, in the host's own folder.
        Assert.Contains("default", await clients.DoneAsync("pool-list"), StringComparison.Ordinal);

        Assert.Equal("all well", await clients.PythonAsync("virt_manager.py", TimeSpan.FromMinutes(5), clients.LocalUri, "desk", "lodge-tiny: tick", "glow"));
    }
}
