using Lodge.Model.Vms.Changes;
using Lodge.Model.Vms.Devices;
using Lodge.System.Tests.Support;
using Lodge.TestSupport.Daemons;
using Lodge.TestSupport.Guests;

namespace Lodge.System.Tests.Changes;

/// <summary>Devices that come to and leave a running Linux guest, by the command line, as the guest sees them.</summary>
public sealed class HotPlugTests(DaemonFixture fixture) : IClassFixture<DaemonFixture>
{
    private const string Mac = "52:54:00:ab:cd:ef";

    private LodgedProcess Daemon => fixture.Daemon;

    [Fact]
    public async Task Guest_sees_each_device_come_and_go_and_none_moves()
    {
        using var client = Daemon.Client();
        var guest = await PluggedGuest.BootAsync(Daemon, client, "plug");
        var first = PluggedGuest.Places((await guest.VmAsync()).Definition);

        await AgentAsync(guest);
        await DisksAsync(guest);
        await CardAsync(guest);
        await SmallDevicesAsync(guest);
        await ConsoleAsync(guest, client);
        await FolderAsync(guest);
        await DriveAsync(guest);
        await DeviceThatTheGuestKeepsAsync(guest);

        var before = await guest.VmAsync();
        Assert.Subset(PluggedGuest.Places(before.Definition).ToHashSet(), first.ToHashSet());
        Assert.Null(before.Runtime!.Differs);
        await guest.DoesAsync("kill");
        await guest.DoesAsync("start");
        var after = await guest.VmAsync();
        Assert.Equal(PluggedGuest.Places(before.Definition), PluggedGuest.Places(after.Definition));
        Assert.Equal(PluggedGuest.Places(before.Definition), PluggedGuest.Places(after.Runtime!.Definition));
        await guest.DoesAsync("kill");
    }

    // All that follows is seen through the agent, whose channel comes first.
    private async Task AgentAsync(PluggedGuest guest)
    {
        await guest.IsRefusedAsync(125, "lodge attach plug channel org.qemu.guest_agent.0", "exec", "-n", "--", "true");
        Assert.Equal("plug has another channel: channel0.\n", await guest.DoesAsync("attach", "channel", "org.qemu.guest_agent.0"));
        await Soon.HoldsAsync(async () => (await Daemon.LodgeAsync("agent", "ping", "plug")).ExitCode == 0, "the agent answers");
    }

    private async Task DisksAsync(PluggedGuest guest)
    {
        await guest.DoesAsync("attach", "disk", File("kept.raw", 8));
        await guest.DoesAsync("attach", "disk", File("live.raw", 16), "bus=scsi", "--live");
        await guest.DoesAsync("attach", "disk", File("next.raw", 8), "bus=scsi", "--next");
        await guest.SeesAsync("cat /sys/block/vda/size /sys/block/sda/size", said => said == "16384\n32768\n");
        Assert.Equal(
            [(true, true), (true, false), (false, true)],
            [await guest.WhereAsync("virtio-disk0"), await guest.WhereAsync("scsi-disk0"), await guest.WhereAsync("scsi-disk1")]);

        await guest.IsRefusedAsync(4, "disks[1] (scsi-disk0) is connected by it", "detach", "scsi0");
        await guest.IsRefusedAsync(2, "disks[2].source.path", "attach", "disk", File("next.raw", 8));
        var taken = Assert.IsType<PciAddress>((await guest.VmAsync()).Definition.Nics[0].Address);
        await guest.IsRefusedAsync(2, $"nics[1].address is {taken}", "attach", "nic", "address.type=pci", $"address.bus={taken.Bus}", "address.slot=0");
        await guest.DoesAsync("detach", "sda", "--live");
        await guest.DoesAsync("detach", "scsi-disk1", "--next");
        await guest.SeesAsync("/sys/block/sda", exists: false);
    }

    private static async Task CardAsync(PluggedGuest guest)
    {
        await guest.DoesAsync("attach", "nic", $"mac={Mac}", "link=down");
        await guest.SeesAsync("cat /sys/class/net/eth1/address /sys/class/net/eth1/carrier", said => said == $"{Mac}\n0\n");
        await guest.DoesAsync("set", "nic.net1.link=up");
        await guest.SeesAsync("cat /sys/class/net/eth1/carrier", said => said == "1\n");
        Assert.Equal("plug is without net1.\n", await guest.DoesAsync("detach", "net1"));
        await guest.SeesAsync("/sys/class/net/eth1", exists: false);
        Assert.Equal((false, false), await guest.WhereAsync("net1"));
    }

    private static async Task SmallDevicesAsync(PluggedGuest guest)
    {
        const string Generators = "cat /sys/class/misc/hw_random/rng_available";
        await guest.DoesAsync("attach", "rng");
        await guest.SeesAsync(Generators, said => said.Contains("virtio_rng", StringComparison.Ordinal));
        await guest.DoesAsync("attach", "watchdog", "i6300esb", "action=none", "--live");
        await guest.SeesAsync("cat /sys/class/watchdog/watchdog0/identity", said => said == "i6300ESB timer\n");
        await guest.DoesAsync("attach", "channel", "org.example.test");
        await guest.SeesAsync("cat /sys/class/virtio-ports/*/name", said => said.Contains("org.example.test", StringComparison.Ordinal));

        await guest.DoesAsync("detach", "channel1");
        await guest.DoesAsync("detach", "watchdog0", "--live");
        await guest.DoesAsync("detach", "rng0");
        await guest.SeesAsync("/sys/class/watchdog/watchdog0", exists: false);
        await guest.SeesAsync(Generators, said => !said.Contains("virtio_rng", StringComparison.Ordinal));
    }

    private static async Task ConsoleAsync(PluggedGuest guest, Client.LodgeClient client)
    {
        await guest.DoesAsync("attach", "console");
        await guest.IsRefusedAsync(2, "Did you mean 'console0'?", "console", "--device", "consol0", "--read-only");
        await using (var console = await GuestConsole.OpenAsync(client, "plug", "console0"))
        {
            // Before the guest has made the device, a shell would make a file of that name.
            await guest.SeesAsync("test -c /dev/hvc0 && echo there", said => said == "there\n");
            await guest.DoesAsync("exec", "-n", "--", "sh", "-c", "echo written by the guest > /dev/hvc0; (read line < /dev/hvc0; echo $line > /run/typed) > /dev/null 2>&1 &");
            await console.SeesAsync("written by the guest");
            await console.TypeAsync("typed by the host");
            await guest.SeesAsync("cat /run/typed", said => said == "typed by the host\n");
            await guest.DoesAsync("detach", "console0");
            Assert.Equal("The device 'console0' was unplugged.", (await console.HearsAsync("closed")).Detail);
        }
    }

    private async Task FolderAsync(PluggedGuest guest)
    {
        var folder = Directory.CreateDirectory(Path.Combine(Daemon.Root, "shared")).FullName;
        await global::System.IO.File.WriteAllTextAsync(Path.Combine(folder, "word"), "from the host\n");
        for (var round = 0; round < 2; round++)
        {
            await guest.DoesAsync("attach", "filesystem", folder, "tag=share");
            await guest.SeesAsync("mount -t virtiofs share /mnt && cat /mnt/word; umount /mnt", said => said == "from the host\n");

            // Without the folder that it was shared for, memory stays as it is, and a second round is possible.
            await guest.DoesAsync("detach", "fs0");
            var vm = await guest.VmAsync();
            Assert.DoesNotContain(
                DefinitionDifference.Paths(vm.Runtime!.Definition, vm.Definition), path => path.StartsWith("memory", StringComparison.Ordinal));
        }
    }

    private async Task DriveAsync(PluggedGuest guest)
    {
        var (one, two) = (File("one.iso", 1, "disc one"), File("two.iso", 1, "disc two"));
        const string Read = "head -c 8 /dev/sr0";
        await guest.DoesAsync("attach", "cdrom", one, "bus=scsi");
        await guest.SeesAsync(Read, said => said == "disc one");
        await guest.DoesAsync("insert", "sda", two);
        await guest.SeesAsync(Read, said => said == "disc two");

        // A program that has the drive open makes Linux lock its tray.
        await guest.DoesAsync("exec", "-n", "--", "sh", "-c", "sleep 600 < /dev/sr0 > /dev/null 2>&1 & echo $! > /run/reader");
        await guest.IsRefusedAsync(4, "The guest has locked the tray of 'sda'", "eject", "--timeout", "1s");
        await guest.IsRefusedAsync(4, "The guest has locked the tray of 'sda'", "insert", "sda", one, "--timeout", "1s");
        await guest.SeesAsync(Read, said => said == "disc two");
        await guest.DoesAsync("eject", "--force");
        Assert.Null((await guest.VmAsync()).Runtime!.Definition.Disks.Single(disk => disk.Device == DiskDevice.Cdrom).Source);
        await guest.DoesAsync("exec", "-n", "--", "sh", "-c", "kill $(cat /run/reader)");
        await guest.SeesAsync($"{Read} 2>&1", said => said.Contains("No medium", StringComparison.Ordinal));
        await guest.DoesAsync("insert", "sda", one);
        await guest.SeesAsync(Read, said => said == "disc one");
    }

    private static async Task DeviceThatTheGuestKeepsAsync(PluggedGuest guest)
    {
        await guest.DoesAsync("pause");
        await guest.IsRefusedAsync(5, "The guest has not released 'virtio-disk0' within 1 s", "detach", "vda", "--timeout", "1s");
        await guest.DoesAsync("resume");

        // The guest does what it was asked for, late: the device goes, and only from what runs.
        await Soon.HoldsAsync(async () => await guest.WhereAsync("virtio-disk0") == (false, true), "the disk went late");
        await guest.SeesAsync("/sys/block/vda", exists: false);
    }

    private string File(string name, int mebibytes, string begin = "")
    {
        var path = Path.Combine(Daemon.Root, name);
        using var file = global::System.IO.File.Create(path);
        file.SetLength(mebibytes << 20);
        file.Write(global::System.Text.Encoding.ASCII.GetBytes(begin));
        return path;
    }
}
