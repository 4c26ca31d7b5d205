using System.Text;
using System.Text.Json;
using Lodge.Model.Errors;
using Lodge.Model.Json;
using Lodge.Model.Primitives;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Addressing;
using Lodge.Model.Vms.Compute;
using Lodge.Model.Vms.Devices;
using Lodge.Model.Vms.Platform;
using Lodge.Model.Vms.Validation;
using Lodge.TestSupport;

namespace Lodge.Model.Tests.Vms.Addressing;

public sealed class DeviceAddressingTests
{
    private static IEnumerable<Flaw> AddressFlaws(VmDefinition definition) =>
        VmValidator.Check(definition).Where(flaw => flaw.Field.Contains(".address", StringComparison.Ordinal));

    private static readonly Guid Id = Guid.Parse("6f1e2d3c-0000-4000-8000-00000000abcd");

    [Theory]
    [InlineData(MachineType.Q35)]
    [InlineData(MachineType.Pc)]
    [InlineData(MachineType.Microvm)]
    public void Small_VM_of_each_board_gets_the_places_that_are_written_down(MachineType machine) =>
        Golden.Compare($"small-{machine}.txt".ToLowerInvariant(), Describe(VmNormalizer.Complete(Small(machine))));

    [Theory]
    [InlineData(MachineType.Q35)]
    [InlineData(MachineType.Pc)]
    public void Every_kind_of_device_gets_the_place_that_is_written_down(MachineType machine) =>
        Golden.Compare($"all-{machine}.txt".ToLowerInvariant(), Describe(VmNormalizer.Complete(Everything(machine))));

    [Fact]
    public void Completed_definition_is_complete_and_stays_as_it_is()
    {
        foreach (var definition in new[] { Small(MachineType.Q35), Small(MachineType.Microvm), Everything(MachineType.Q35), Everything(MachineType.Pc) })
        {
            Assert.False(VmNormalizer.IsComplete(definition));
            var once = VmNormalizer.Complete(definition);
            Assert.True(VmNormalizer.IsComplete(once));
            Assert.Empty(AddressFlaws(once));
            Assert.Equal(Describe(once), Describe(VmNormalizer.Complete(once, once)));
            Assert.Equal(Describe(once), Describe(VmNormalizer.Complete(definition, once)));
            Assert.Equal(Describe(once), Describe(VmNormalizer.Complete(JsonSerializer.Deserialize(Json(once), ModelJson.Default.VmDefinition)!, once)));
        }
    }

    [Fact]
    public void Devices_stay_where_they_are_when_others_come_and_go()
    {
        foreach (var machine in new[] { MachineType.Q35, MachineType.Pc, MachineType.Microvm })
        {
            var first = VmNormalizer.Complete(Small(machine) with { Disks = [Disk("/a"), Disk("/b"), Disk("/c")] });
            var fewer = VmNormalizer.Complete(first with { Disks = [first.Disks[0], first.Disks[2]] }, first);
            var more = VmNormalizer.Complete(fewer with { Disks = [.. fewer.Disks, Disk("/d")], Nics = [.. fewer.Nics, new()] }, fewer, first);
            Assert.Equal(first.Disks[0], more.Disks[0]);
            Assert.Equal(first.Disks[2], more.Disks[1]);
            Assert.Equal(first.Nics[0], more.Nics[0]);
            Assert.DoesNotContain(first.Disks, disk => disk.Address == more.Disks[2].Address || disk.Alias == more.Disks[2].Alias || disk.Name == more.Disks[2].Name);
            Assert.Empty(AddressFlaws(more));
        }
    }

    [Fact]
    public void Given_addresses_are_kept_and_their_controllers_made()
    {
        var complete = VmNormalizer.Complete(Small(MachineType.Q35) with
        {
            Nics = [new() { Address = new PciAddress(9, 0), Alias = "ua-first" }],
            Disks = [Disk("/a") with { Bus = DiskBus.Scsi, Address = new DriveAddress(2, Target: 5) }, Disk("/b") with { Bus = DiskBus.Scsi }],
        });
        Assert.Equal((new PciAddress(9, 0), "ua-first"), (complete.Nics[0].Address, complete.Nics[0].Alias));
        Assert.Contains(complete.Controllers!, controller => controller is { Type: ControllerType.Pci, Index: 9, Alias: "pci.9", Address: PciAddress { Bus: 0 } });
        Assert.Contains(complete.Controllers!, controller => controller is { Type: ControllerType.Scsi, Index: 2, Alias: "scsi2" });
        Assert.Equal(new DriveAddress(2), complete.Disks[1].Address);
        Assert.Empty(AddressFlaws(complete));
    }

    [Fact]
    public void Device_plugged_into_a_running_VM_takes_a_spare_port_until_there_is_none()
    {
        var running = VmNormalizer.Complete(Small(MachineType.Q35));
        var ports = running.Controllers!.Count;
        var now = running;
        for (var i = 0; i < 8; i++)
        {
            now = VmNormalizer.CompleteRunning(now with { Disks = [.. now.Disks, Disk($"/more{i}")] }, now, running);
        }

        Assert.Equal(ports, now.Controllers!.Count);
        Assert.Empty(AddressFlaws(now));
        var error = Assert.Throws<LodgeException>(() => VmNormalizer.CompleteRunning(now with { Disks = [.. now.Disks, Disk("/last")] }, now)).Error;
        Assert.Equal(ErrorCode.Unsupported, error.Code);
        Assert.Contains("after the next start", error.Remedy);

        var next = VmNormalizer.Complete(now, running);
        Assert.Equal(ports + 8, next.Controllers!.Count);
        Assert.Equal(now.Disks, next.Disks);
    }

    [Fact]
    public void Other_board_gives_new_places_and_keeps_names()
    {
        var q35 = VmNormalizer.Complete(Small(MachineType.Q35));
        var pc = VmNormalizer.Complete(q35 with { Machine = new() { Type = MachineType.Pc } }, q35);
        Assert.Equal(q35.Disks[0].Alias, pc.Disks[0].Alias);
        Assert.All(pc.EachDevice(), device => Assert.True(device.Device.Address is not PciAddress { Bus: > 0 }, device.Path));
        Assert.DoesNotContain(pc.Controllers!, controller => controller.Type == ControllerType.Pci);
    }

    [Fact]
    public void Definition_stays_small_as_text()
    {
        Assert.InRange(Json(VmNormalizer.Complete(Small(MachineType.Q35))).Length, 1, 2600);
        Assert.Contains("""{"type":"pci","slot":2,"multifunction":true}""", Json(VmNormalizer.Complete(Small(MachineType.Q35))));
    }

    private static VmDefinition Small(MachineType machine) =>
        new() { Id = Id, Name = "vm", Machine = new() { Type = machine }, Disks = [Disk("/a"), Disk("/b")], Nics = [new()] };

    private static VmDefinition Everything(MachineType machine) => Small(machine) with
    {
        Graphics = [new()],
        Disks =
        [
            Disk("/a"), Disk("/b") with { Virtio = VirtioGeneration.Transitional }, Disk("/scsi1") with { Bus = DiskBus.Scsi }, Disk("/scsi2") with { Bus = DiskBus.Scsi },
            Disk("/sata") with { Bus = DiskBus.Sata }, Disk("/usb") with { Bus = DiskBus.Usb }, Disk("/nvme") with { Bus = DiskBus.Nvme },
            new() { Device = DiskDevice.Cdrom }, new() { Device = DiskDevice.Floppy },
        ],
        Nics = [new(), new() { Model = NicModel.E1000e }, new() { Model = NicModel.Rtl8139 }, new() { Model = NicModel.E1000 }],
        Serials = [new(), new(), new() { Model = SerialModel.Pci }, new() { Model = SerialModel.Usb }],
        Parallels = [new()],
        Consoles = [new(), new()],
        Channels = [new() { Name = ChannelDefinition.GuestAgent }, new() { Name = ChannelDefinition.SpiceAgent }],
        FileSystems = [new() { Source = "/srv", Tag = "srv" }],
        Hubs = [new()],
        Inputs = [new(), new() { Type = InputType.Mouse }, new() { Type = InputType.Keyboard, Bus = InputBus.Virtio }, new() { Type = InputType.Passthrough, Source = "/dev/input/event3" }],
        Videos = [new(), new() { Model = VideoModel.Virtio }, new() { Model = VideoModel.Qxl }],
        Sounds = [new(), new() { Model = SoundModel.Ac97 }, new() { Model = SoundModel.Usb }],
        HostDevices = [new() { Source = new PciHostDevice { Host = "0000:01:00.0" } }, new() { Source = new UsbHostDevice { Vendor = 1, Product = 2 } }],
        RedirectedDevices = [new()],
        Watchdogs = [new(), new() { Model = WatchdogModel.Ib700 }],
        Panics = [new(), new() { Model = PanicModel.Pci }],
        SharedMemories = [new() { Name = "shared" }],
        Tpm = new(),
        Vsock = new(),
        Iommu = new() { Model = IommuModel.Virtio },
        Memory = new()
        {
            Size = ByteSize.FromGiB(1),
            Maximum = ByteSize.FromGiB(4),
            Devices = [new() { Size = ByteSize.FromGiB(1) }, new() { Size = ByteSize.FromGiB(1), Model = MemoryDeviceModel.VirtioMem }, new() { Size = ByteSize.FromGiB(1) }],
        },
        Controllers = [new() { Type = ControllerType.Usb, Model = ControllerModel.Ich9Ehci }, new() { Type = ControllerType.Scsi, Model = ControllerModel.Lsilogic }],
    };

    private static DiskDefinition Disk(string path) => new() { Source = new FileDiskSource { Path = path } };

    private static string Json(VmDefinition definition) => JsonSerializer.Serialize(definition, ModelJson.Default.VmDefinition);

    private static string Describe(VmDefinition definition)
    {
        var text = new StringBuilder();
        foreach (var (path, device) in definition.EachDevice())
        {
            var address = device.Address is null ? "" : JsonSerializer.Serialize(device.Address, ModelJson.Default.DeviceAddress);
            var model = (device as ControllerDefinition)?.Model?.ToString() ?? "";
            text.Append($"{path,-22} {device.Alias,-16} {(device as DiskDefinition)?.Name,-6}{model,-17} {address}".TrimEnd()).Append('\n');
        }

        return text.ToString();
    }
}
