using Lodge.Model.Primitives;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Compute;
using Lodge.Model.Vms.Platform;
using Lodge.Qemu.Tests.Support;
using Lodge.TestSupport.Guests;

namespace Lodge.Qemu.Tests.Real;

/// <summary>What a guest sees of the processors, the memory and the platform that its definition asks for.</summary>
public class MachineTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Guest_booted_through_UEFI_sees_the_machine_that_was_defined()
    {
        await using var host = RealHost.Create();
        Assert.SkipUnless((await host.Hypervisor.GetFactsAsync(Token)).Firmware.Count > 0, "no UEFI firmware is installed (apt install ovmf)");
        var blob = Path.Combine(host.Root, "blob");
        await File.WriteAllTextAsync(blob, "from a file", Token);
        var definition = await DefineAsync(blob);
        await host.Hypervisor.CheckAsync(definition, Token); // Requires rdrand, which TCG has.
        await using var vm = await host.LaunchAsync(definition);
        using var guest = await GuestShell.BootAsync(vm);

        Assert.Contains("Secure boot enabled", await guest.RunAsync("dmesg | grep secureboot"));
        Assert.Equal("Lodge, Ltd|Room", await guest.RunAsync("echo $(cat /sys/class/dmi/id/sys_vendor)'|'$(cat /sys/class/dmi/id/product_name)"));
        await guest.RunAsync("modprobe qemu_fw_cfg");
        Assert.Equal("a,b=c", await guest.RunAsync("cat /sys/firmware/qemu_fw_cfg/by_name/opt/org.example/text/raw"));
        Assert.Equal("from a file", await guest.RunAsync("cat /sys/firmware/qemu_fw_cfg/by_name/opt/org.example/file/raw"));
        Assert.Equal("2001", await guest.RunAsync("date +%Y"));
        await ProcessorsAsync(guest);
        await MemoryAsync(guest);
        await vm.QuitAsync(Token);

        // The store stays with its firmware, and the next start takes both again.
        Assert.True(File.Exists(Path.Combine(host.Options.StateFolder, "vms", definition.Id.ToString(), "firmware.json")));
    }

    [Fact]
    public async Task BIOS_writes_to_the_serial_port_where_it_is_asked_to()
    {
        await using var host = RealHost.Create();
        await using var vm = await host.LaunchAsync(host.Guest() with { Boot = new() { SerialOutput = true, Menu = true, MenuTimeout = 1 } });
        using var serial = await Serial.ConnectAsync(vm);
        await vm.ResumeAsync(Token);
        await serial.ExpectAsync("SeaBIOS");
        await vm.QuitAsync(Token);
    }

    private static async Task ProcessorsAsync(GuestShell guest)
    {
        Assert.Equal("3", await guest.RunAsync("grep -c ^processor /proc/cpuinfo"));
        Assert.Equal("0 0 1", await guest.RunAsync("echo $(cat /sys/devices/system/cpu/cpu[0-9]*/topology/physical_package_id | sort)"));
        Assert.Equal("0-1", await guest.RunAsync("cat /sys/devices/system/cpu/cpu0/topology/thread_siblings_list"));
        var flags = (await guest.RunAsync("grep -m1 ^flags /proc/cpuinfo")).Split(' ');
        Assert.Contains("rdrand", flags);
        Assert.DoesNotContain("sse4_2", flags);
        Assert.Contains("Nehalem", await guest.RunAsync("grep -m1 'model name' /proc/cpuinfo"));
    }

    private static async Task MemoryAsync(GuestShell guest)
    {
        Assert.Equal("10 25|25 10", await guest.RunAsync("echo $(cat /sys/devices/system/node/node0/distance)'|'$(cat /sys/devices/system/node/node1/distance)"));
        Assert.Equal("0-1|2", await guest.RunAsync("echo $(cat /sys/devices/system/node/node0/cpulist)'|'$(cat /sys/devices/system/node/node1/cpulist)"));
        var virtio = (await guest.RunAsync("echo $(cat /sys/bus/virtio/devices/*/device)")).Split(' ');
        Assert.Contains("0x0018", virtio); // virtio-mem
    }

    private static async Task<VmDefinition> DefineAsync(string blob)
    {
        var tiny = await TinyGuest.GetAsync();
        var definition = tiny.Vm("whole");
        return definition with
        {
            Id = Guid.CreateVersion7(),
            Nics = [],
            Boot = definition.Boot with
            {
                Firmware = FirmwareType.Uefi,
                SecureBoot = true,
                Smbios = new() { System = new("Lodge, Ltd", "Room") },
                FirmwareConfig = [new() { Name = "opt/org.example/text", Text = "a,b=c" }, new() { Name = "opt/org.example/file", File = blob }],
            },
            Cpu = new()
            {
                Count = 4,
                Current = 3,
                Model = "Nehalem",
                Topology = new(Sockets: 2, Threads: 2),
                Vcpus = [new(0), new(1, Hotpluggable: false), new(2)],
                Features = [new("rdrand"), new("sse4.2", CpuFeaturePolicy.Disable)],
            },
            Memory = new()
            {
                Size = ByteSize.FromMiB(256),
                Maximum = ByteSize.FromGiB(1),
                Backing = new() { Shared = true, NoSharePages = true },
                Devices = [new() { Model = MemoryDeviceModel.VirtioMem, Size = ByteSize.FromMiB(128), Requested = ByteSize.FromMiB(64), Node = 1 }],
            },
            Numa = new()
            {
                Cells =
                [
                    new() { Id = 0, Cpus = "0-1", Memory = ByteSize.FromMiB(128), Distances = [new(1, 25)] },
                    new() { Id = 1, Cpus = "2-3", Memory = ByteSize.FromMiB(128), Distances = [new(0, 25)] },
                ],
            },
            Clock = new() { Offset = ClockOffset.Absolute, Start = 1_000_000_000 },
        };
    }
}
