using Lodge.Linux.Devices;
using Lodge.Model.Errors;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Devices;
using Lodge.Qemu.Host;

namespace Lodge.Qemu.Tests.Host;

/// <summary>Devices of a host that is a folder.</summary>
public sealed class HostNodesTests : IDisposable
{
    private static readonly Guid Mediated = Guid.Parse("c2177883-f1bb-47f0-914d-32a22e3a8804");

    private readonly string _sys = Directory.CreateTempSubdirectory("lodge-sys-").FullName;

    public HostNodesTests()
    {
        var usb = Directory.CreateDirectory(Path.Combine(_sys, "bus/usb/devices/1-2")).FullName;
        foreach (var (name, text) in new[] { ("idVendor", "046d\n"), ("idProduct", "c52b\n"), ("busnum", "1\n"), ("devnum", "14\n") })
        {
            File.WriteAllText(Path.Combine(usb, name), text);
        }

        Directory.CreateDirectory(Path.Combine(_sys, "bus/usb/devices/1-2:1.0"));
        AddGroup("bus/pci/devices/0000:01:00.0", "7");
        AddGroup($"bus/mdev/devices/{Mediated:D}", "12");
        Directory.CreateDirectory(Path.Combine(_sys, "bus/pci/devices/0000:02:00.0"));
    }

    public void Dispose() => Directory.Delete(_sys, recursive: true);

    [Fact]
    public void Devices_are_found_by_what_they_are_by_place_and_by_group()
    {
        Assert.Equal(
            ["/dev/bus/usb/001/014", "/dev/bus/usb/001/014", null, "/dev/vfio/7", "/dev/vfio/12"],
            Find(
                new UsbHostDevice { Vendor = 0x046d, Product = 0xc52b },
                new UsbHostDevice { Bus = 1, Device = 14 },
                new UsbHostDevice { Vendor = 1, Product = 1 },
                new PciHostDevice { Host = "0000:01:00.0" },
                new MediatedHostDevice { Uuid = Mediated }));
    }

    [Theory]
    [InlineData("0000:02:00.0", ErrorCode.Unsupported, "IOMMU")]
    [InlineData("0000:03:00.0", ErrorCode.FileNotFound, "does not exist")]
    public void PCI_device_that_cannot_be_given_away_is_refused(string device, ErrorCode code, string reason)
    {
        var error = Assert.Throws<LodgeException>(() => Find(new PciHostDevice { Host = device })).Error;
        Assert.Equal(code, error.Code);
        Assert.Contains(reason, error.Message);
    }

    [Fact]
    public void USB_device_that_must_be_there_and_is_not_is_named()
    {
        var definition = Vm() with { HostDevices = [new() { Source = new UsbHostDevice { Vendor = 0x1234, Product = 2 } }] };
        var error = Assert.Throws<LodgeException>(() => HostNodes.Find(definition, new Sysfs(_sys))).Error;
        Assert.Contains("1234:0002 (hostDevices[0])", error.Message);
    }

    private static VmDefinition Vm() => new() { Name = "host" };

    private IReadOnlyList<string?> Find(params HostDeviceSource[] sources) => HostNodes.Find(
        Vm() with { HostDevices = [.. sources.Select(source => new HostDeviceDefinition { Source = source, StartupPolicy = StartupPolicy.Optional })] }, new Sysfs(_sys));

    private void AddGroup(string device, string group)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_sys, device)).FullName;
        File.CreateSymbolicLink(Path.Combine(folder, "iommu_group"), $"../../../kernel/iommu_groups/{group}");
    }
}
