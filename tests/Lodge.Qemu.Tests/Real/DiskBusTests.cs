using System.Globalization;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Devices;
using Lodge.Model.Vms.Platform;
using Lodge.Qemu.Tests.Support;
using Lodge.TestSupport.Guests;

namespace Lodge.Qemu.Tests.Real;

/// <summary>Where a real guest finds its disks.</summary>
public sealed class DiskBusTests
{
    private const int MiB = 1 << 20;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(MachineType.Q35)]
    [InlineData(MachineType.Pc)]
    public async Task Guest_sees_a_disk_on_each_bus(MachineType machine)
    {
        await using var host = RealHost.Create();
        var disks = new List<DiskDefinition>
        {
            Disk(host, 11),
            Disk(host, 12) with { Bus = DiskBus.Scsi },
            Disk(host, 13) with { Bus = DiskBus.Sata },
            Disk(host, 14) with { Bus = DiskBus.Usb, Throttle = new() { ReadBytes = MiB } },
            Disk(host, 15) with { Bus = DiskBus.Nvme },
            Disk(host, 16) with { Device = DiskDevice.Cdrom },
            new() { Device = DiskDevice.Cdrom, Bus = DiskBus.Scsi },
            Disk(host, 17) with { Virtio = VirtioGeneration.Transitional },
            new() { Device = DiskDevice.Floppy, Source = new FileDiskSource { Path = Floppy(host) }, Format = DiskFormat.Raw },
        };
        if (machine == MachineType.Pc)
        {
            disks.Add(Disk(host, 18) with { Bus = DiskBus.Ide });
        }

        var definition = VmNormalizer.Complete(await VmAsync(machine) with { Disks = disks });
        await using var vm = await host.LaunchAsync(definition);
        using var guest = await GuestShell.BootAsync(vm);
        var expected = disks.Where(disk => disk.Device != DiskDevice.Floppy).Select(disk => disk.Source).OfType<FileDiskSource>().Select(source => new FileInfo(source.Path).Length / 512);
        var sizes = "";
        for (var i = 0; i < 20 && !expected.All(size => sizes.Split(' ').Contains($"{size}")); i++)
        {
            sizes = await guest.RunAsync("sleep 1; echo $(cat /sys/block/*/size)");
        }

        Assert.All(expected, size => Assert.Contains($"{size}", sizes.Split(' ')));
        await IsLimitedAsync(guest, 14, MiB);
        Assert.Equal("on a floppy", await guest.RunAsync("modprobe floppy; head -c 11 /dev/fd0"));
        await vm.QuitAsync(Token);
    }

    [Fact]
    public async Task Disks_stay_where_they_are_when_others_come_and_go()
    {
        await using var host = RealHost.Create();
        var first = VmNormalizer.Complete(await VmAsync(MachineType.Q35, full: false) with
        {
            Disks = [.. new[] { 11, 12, 13 }.Select(size => Disk(host, size))],
        });
        var second = VmNormalizer.Complete(
            first with { Disks = [first.Disks[0], first.Disks[2], Disk(host, 14)], Nics = [.. first.Nics, new()] }, first);
        var before = await PlacesAsync(host, first);
        Assert.Equal(before, await PlacesAsync(host, first));
        var after = await PlacesAsync(host, second);
        Assert.Equal((before[11], before[13]), (after[11], after[13]));
        Assert.DoesNotContain(after[14], before.Values);
    }

    // A disk on USB is one within another device, which its limits must find.
    private static async Task IsLimitedAsync(GuestShell guest, int megabytes, int bytesPerSecond)
    {
        const int Megabytes = 2;
        var disk = await guest.RunAsync($"for d in /sys/block/sd*; do [ $(cat $d/size) = {megabytes * MiB / 512} ] && echo ${{d##*/}}; done");
        var seconds = double.Parse(
            await guest.RunAsync($"now() {{ read -r up idle < /proc/uptime; echo $up; }}; a=$(now); dd if=/dev/{disk} of=/dev/null bs=64k count={Megabytes * 16} iflag=direct 2> /dev/null; echo $a $(now) | awk '{{ print $2 - $1 }}'"),
            CultureInfo.InvariantCulture);
        Assert.InRange(seconds, 0.85 * Megabytes * MiB / bytesPerSecond, double.MaxValue);
    }

    private static async Task<Dictionary<int, string>> PlacesAsync(RealHost host, VmDefinition definition)
    {
        await using var vm = await host.LaunchAsync(definition);
        using var guest = await GuestShell.BootAsync(vm);
        var lines = await guest.RunAsync("for d in /sys/block/vd*; do echo $(cat $d/size) $(readlink -f $d/device/..); done");
        await vm.QuitAsync(Token);
        return lines.Split('\n').Select(line => line.Split(' ')).ToDictionary(line => int.Parse(line[0]) / 2048, line => line[1]);
    }

    private static async Task<VmDefinition> VmAsync(MachineType machine, bool full = true)
    {
        var guest = full ? await TinyGuest.GetFullAsync() : await TinyGuest.GetAsync();
        return guest.Vm("disks") with { Id = Guid.CreateVersion7(), Machine = new() { Type = machine } };
    }

    private static string Floppy(RealHost host)
    {
        var path = Path.Combine(host.Root, "floppy.img");
        using var file = File.Create(path);
        file.Write("on a floppy"u8);
        file.SetLength(1440 * 1024);
        return path;
    }

    private static DiskDefinition Disk(RealHost host, int megabytes)
    {
        var path = Path.Combine(host.Root, $"{megabytes}.raw");
        using (var file = File.Create(path))
        {
            file.SetLength((long)megabytes * MiB);
        }

        return new DiskDefinition { Source = new FileDiskSource { Path = path }, Format = DiskFormat.Raw, Serial = $"disk-{megabytes}" };
    }
}
