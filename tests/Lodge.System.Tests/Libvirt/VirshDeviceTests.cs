using System.Text.RegularExpressions;
using Lodge.System.Tests.Support;
using Lodge.TestSupport.Daemons;
using Lodge.TestSupport.Guests;

namespace Lodge.System.Tests.Libvirt;

/// <summary>Devices, processors and limits of a running Linux guest, changed by virsh as the guest and the host see it.</summary>
public sealed class VirshDeviceTests(DaemonFixture fixture) : IClassFixture<DaemonFixture>
{
    private const string Mac = "52:54:00:aa:bb:cc";

    private LodgedProcess Daemon => fixture.Daemon;

    private LibvirtClients Clients => new(Daemon);

    [Fact]
    public async Task Guest_sees_what_virsh_plugs_and_changes()
    {
        await BootAsync("bird", "<vcpu current='1'>2</vcpu><features><acpi/><apic/></features><metadata><lodge:vm xmlns:lodge='urn:lodge:vm:1' terminals='parallels[0]'/></metadata>");
        var nic = Put("nic.xml", $"<interface type='user'><mac address='{Mac}'/><model type='virtio'/><link state='down'/></interface>");

        await Clients.DoneAsync("attach-disk", "bird", Disk("a.raw"), "vdb", "--live", "--config");
        await Clients.DoneAsync("attach-device", "bird", nic, "--live");
        await SeesAsync("bird", "cat /sys/block/vda/size", "16384");
        await SeesAsync("bird", "cat /sys/class/net/eth*/address", Mac);
        await Clients.DoneAsync("domif-setlink", "bird", Mac, "up");
        await Clients.DoneAsync("blkdeviotune", "bird", "vdb", "--total-iops-sec", "500", "--live");
        Assert.Matches("total_iops_sec *: 500", await Clients.DoneAsync("blkdeviotune", "bird", "vdb"));
        await Clients.DoneAsync("setvcpus", "bird", "2", "--live");
        await SeesAsync("bird", "ls -d /sys/devices/system/cpu/cpu1", "/sys/devices/system/cpu/cpu1");
        Assert.Equal("2", await Clients.DoneAsync("vcpucount", "bird", "--live", "--active"));
        await LiveXmlAsync("bird");
        await Clients.DoneAsync("detach-disk", "bird", "vdb", "--live", "--config");
        await Clients.DoneAsync("detach-device", "bird", nic, "--live");
        await SeesAsync("bird", "ls /sys/block | grep -c vd", "0");
        Assert.DoesNotContain("vdb", await Clients.DoneAsync("domblklist", "bird"), StringComparison.Ordinal);
        await Clients.DoneAsync("destroy", "bird");
        await Clients.DoneAsync("undefine", "bird");
    }

    [Fact]
    public async Task Plain_XML_starts_and_what_it_gives_QEMU_besides_is_used()
    {
        await BootAsync("fish", "<vcpu>1</vcpu>", """
            <qemu:commandline>
              <qemu:arg value='-fw_cfg'/><qemu:arg value='name=opt/org.example/a,string=hi'/><qemu:env name='LODGE_TEST' value='yes'/>
            </qemu:commandline>
            """);

        var id = Assert.Single(Daemon.GuestProcesses());
        Assert.Contains("name=opt/org.example/a,string=hi", await File.ReadAllTextAsync($"/proc/{id}/cmdline"), StringComparison.Ordinal);
        Assert.Contains("LODGE_TEST=yes", await File.ReadAllTextAsync($"/proc/{id}/environ"), StringComparison.Ordinal);
        Assert.Contains("tainted", await Clients.DoneAsync("dominfo", "fish"), StringComparison.Ordinal);
        Assert.Contains("string=hi", await Clients.DoneAsync("domxml-to-native", "qemu-argv", "--domain", "fish"), StringComparison.Ordinal);
        await Clients.DoneAsync("destroy", "fish");
        await Clients.DoneAsync("undefine", "fish");
    }

    // What runs is told with the host's ends of its ports, and defines the same domain again.
    private async Task LiveXmlAsync(string name)
    {
        var live = await Clients.DoneAsync("dumpxml", name);
        var terminal = Regex.Match(live, "<source path='(/dev/pts/[0-9]+)'/>").Groups[1].Value;
        Assert.True(File.Exists(terminal), live);
        Assert.True(File.Exists(Regex.Match(live, "<source mode='bind' path='([^']+)'/>").Groups[1].Value), live);
        await Clients.DoneAsync("define", Put("live.xml", live));
        Assert.DoesNotMatch("path='(/dev/pts|/[^']*channel)", await Clients.DoneAsync("dumpxml", name, "--inactive"));
    }

    // Boots a Linux guest with its agent, from XML that says no more than it must.
    private async Task BootAsync(string name, string platform, string more = "")
    {
        var image = await TinyGuest.GetFullAsync();
        var file = Put($"{name}.xml", $"""
            <domain type='qemu' xmlns:qemu='http://libvirt.org/schemas/domain/qemu/1.0'>
              <name>{name}</name>
              <memory unit='MiB'>192</memory>
              <os>
                <type arch='x86_64' machine='q35'>hvm</type>
                <kernel>{image.Kernel}</kernel><initrd>{image.Initrd}</initrd><cmdline>{image.CommandLine}</cmdline>
              </os>
              {platform}
              <devices>
                <serial type='pty'/><parallel type='pty'/>
                <channel type='unix'><target type='virtio' name='org.qemu.guest_agent.0'/></channel>
              </devices>
              {more}
            </domain>
            """);
        await Clients.DoneAsync("define", file);
        await Clients.DoneAsync("start", name);
        using var client = Daemon.Client();
        await using var console = await GuestConsole.OpenAsync(client, name);
        await console.SeesAsync(TinyGuest.Up);
    }

    private async Task SeesAsync(string vm, string script, string hoped)
    {
        var seen = "";
        await Soon.HoldsAsync(
            async () => Regex.IsMatch(seen = (await Daemon.LodgeAsync("exec", vm, "-n", "--", "sh", "-c", script)).Output, $"(?m)^{Regex.Escape(hoped)}$"),
            $"{script} in the guest says {hoped}");
        Assert.Contains(hoped, seen, StringComparison.Ordinal);
    }

    private string Disk(string name)
    {
        var path = Path.Combine(Daemon.Root, name);
        using var file = File.Create(path);
        file.SetLength(8 << 20);
        return path;
    }

    private string Put(string name, string text)
    {
        var path = Path.Combine(Daemon.Root, name);
        File.WriteAllText(path, text);
        return path;
    }
}
