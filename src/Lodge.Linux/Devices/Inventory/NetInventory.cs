using System.Globalization;
using Lodge.Linux.Files;
using Lodge.Model.Host.Devices;

namespace Lodge.Linux.Devices.Inventory;

/// <summary>The host's network interfaces (Documentation/ABI/testing/sysfs-class-net in the kernel's tree).</summary>
/// <param name="sys">The kernel's tree.</param>
/// <param name="vlanFolder">Where the kernel tells of its VLANs.</param>
internal sealed class NetInventory(Sysfs sys, string vlanFolder = "/proc/net/vlan")
{
    private const string Folder = "class/net";
    private const int SwitchedOn = 1;

    /// <summary>All of them as devices; parents are filled in later.</summary>
    public IEnumerable<HostDevice> Read() => Names().Select(name => new HostDevice(
        DeviceNames.Of("net", Mac(name) is { } mac ? $"{name}_{mac}" : name),
        null,
        sys.Real($"{Folder}/{name}"),
        sys.LinkName($"{Folder}/{name}/device/driver"),
        new NetFacts(name, Mac(name), Link(name))));

    /// <summary>All of them as interfaces.</summary>
    public IEnumerable<HostInterface> ReadInterfaces() => Names().Select(name =>
    {
        var vlan = Vlan(name);
        var kind = sys.HasFolder($"{Folder}/{name}/bridge") ? HostInterfaceKind.Bridge
            : sys.HasFolder($"{Folder}/{name}/bonding") ? HostInterfaceKind.Bond
            : vlan is null ? HostInterfaceKind.Ethernet : HostInterfaceKind.Vlan;
        return new HostInterface(
            name,
            Mac(name),
            ((sys.Hex($"{Folder}/{name}/flags") ?? 0) & SwitchedOn) != 0,
            (int)(sys.Decimal($"{Folder}/{name}/mtu") ?? 0),
            Link(name),
            kind,
            Ports(name, kind, vlan?.Below),
            vlan?.Number,
            kind == HostInterfaceKind.Bridge ? sys.Decimal($"{Folder}/{name}/bridge/stp_state") > 0 : null);
    });

    // Files such as bonding_masters are no interfaces.
    private IEnumerable<string> Names() => sys.List(Folder).Where(name => sys.HasFolder($"{Folder}/{name}"));

    private string? Mac(string name) => sys.Read($"{Folder}/{name}/address") is { Length: 17 } mac ? mac : null;

    private NetLink Link(string name) =>
        new(sys.Read($"{Folder}/{name}/operstate") ?? "unknown", sys.Decimal($"{Folder}/{name}/speed") is > 0 and var speed ? (int)speed : null);

    private IReadOnlyList<string> Ports(string name, HostInterfaceKind kind, string? below) => kind switch
    {
        HostInterfaceKind.Bridge => sys.List($"{Folder}/{name}/brif"),
        HostInterfaceKind.Bond => (sys.Read($"{Folder}/{name}/bonding/slaves") ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries),
        HostInterfaceKind.Vlan => [below!],
        _ => [],
    };

    // The file says 'eth0.5  VID: 5 ...' and, in a line of its own, 'Device: eth0'.
    private (int Number, string Below)? Vlan(string name)
    {
        var words = (KernelFile.TryRead(Path.Combine(vlanFolder, name)) ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        var (number, below) = (Array.IndexOf(words, "VID:") + 1, Array.IndexOf(words, "Device:") + 1);
        return number > 0 && below > 0 && below < words.Length && int.TryParse(words[number], NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            ? (id, words[below]) : null;
    }
}
