using Lodge.Linux.Devices;

namespace Lodge.Qemu.Tests.Host.Assignment;

/// <summary>A tree of PCI devices in a folder, which moves functions between drivers as the kernel does.</summary>
internal sealed class FakeKernel : Sysfs, IDisposable
{
    private readonly string _root;
    private readonly Dictionary<string, string> _natural = [];

    public FakeKernel()
        : this(Directory.CreateTempSubdirectory("lodge-sys-").FullName)
    {
    }

    private FakeKernel(string root)
        : base(root)
    {
        _root = root;
        LoadDriver("vfio-pci");
    }

    /// <summary>Drivers that take nothing, whatever they are told.</summary>
    public HashSet<string> Stubborn { get; } = [];

    /// <summary>Adds a function.</summary>
    /// <param name="address">Where.</param>
    /// <param name="group">Its IOMMU group.</param>
    /// <param name="driver">The driver that takes it by itself; null for none.</param>
    /// <param name="code">Its class.</param>
    public FakeKernel Add(string address, string group, string? driver, string code = "0x020000")
    {
        var folder = Directory.CreateDirectory(Device(address)).FullName;
        File.WriteAllText(Path.Combine(folder, "class"), code + "\n");
        File.WriteAllText(Path.Combine(folder, "driver_override"), "(null)\n");
        File.CreateSymbolicLink(Path.Combine(folder, "iommu_group"), $"../../../../kernel/iommu_groups/{group}");
        Directory.CreateDirectory(At($"kernel/iommu_groups/{group}/devices/{address}"));
        if (driver is not null)
        {
            _natural[address] = driver;
            LoadDriver(driver);
            Bind(address, driver);
        }

        return this;
    }

    public void LoadDriver(string name) => Directory.CreateDirectory(At($"bus/pci/drivers/{name}"));

    public void UnloadDriver(string name) => Directory.Delete(At($"bus/pci/drivers/{name}"), recursive: true);

    /// <summary>Who has a function.</summary>
    public string? DriverOf(string address) => PciFunction.Read(this, address)?.Driver;

    /// <summary>Who alone may have it; empty when anybody may.</summary>
    public string OverrideOf(string address) => Read($"bus/pci/devices/{address}/driver_override") ?? "";

    public override void Write(string path, string text)
    {
        if (path.EndsWith("/driver/unbind", StringComparison.Ordinal))
        {
            File.Delete(Path.Combine(Device(text), "driver"));
        }
        else if (path == "bus/pci/drivers_probe")
        {
            var wanted = OverrideOf(text) is { Length: > 0 } only and not "(null)" ? only : _natural.GetValueOrDefault(text);
            if (wanted is not null && !Stubborn.Contains(wanted))
            {
                Bind(text, wanted);
            }
        }
        else
        {
            File.WriteAllText(At(path), text);
        }
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private void Bind(string address, string driver) =>
        File.CreateSymbolicLink(Path.Combine(Device(address), "driver"), $"../../../../bus/pci/drivers/{driver}");

    private string Device(string address) => At($"bus/pci/devices/{address}");
}
