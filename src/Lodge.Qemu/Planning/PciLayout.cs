using System.Globalization;
using Lodge.Model.Errors;
using Lodge.Model.Vms.Platform;

namespace Lodge.Qemu.Planning;

/// <summary>
/// Where devices sit. Each kind has slots of its own, counted by the device's place in the definition: adding a disk
/// never moves a network card, and a guest finds everything where it was.
/// </summary>
/// <remarks>
/// q35 (PCI Express, slot 0 and 31 taken by the board): 1 display; 2 to 5 ports for cards; 6 to 9 ports for disks;
/// 10 to 13 ports for shared folders; 14 port
/// for the socket to the host; 15 port for channels; 16 spare ports for plugging in later; 24 to 30 shared memory. A port is a function, eight to a slot. i440FX (plain PCI, slots 0 and 1
/// taken): 2 display; 3 to 10 cards; 11 to 31 disks. microvm (24 virtio-mmio transports): disks from the first
/// upwards, cards from the last downwards.
/// </remarks>
internal static class PciLayout
{
    /// <summary>Spare root ports on q35.</summary>
    public const int SparePorts = 4;

    private const int FunctionsPerSlot = 8;
    private const int LastMmioTransport = 23;
    private const int FirstPcDiskSlot = 11;
    private const int LastPcSlot = 31;

    /// <summary>Place of the display.</summary>
    public static string Display(MachineType machine) => Address(machine == MachineType.Q35 ? 1 : 2);

    /// <summary>Place of the root port for a card on q35.</summary>
    public static string NicPort(int index) => Port(2, index);

    /// <summary>Place of the root port for a disk on q35.</summary>
    public static string DiskPort(int index) => Port(6, index);

    /// <summary>Place of a spare root port on q35.</summary>
    public static string SparePort(int index) => Port(16, index);

    /// <summary>Place of the root port for a shared folder on q35.</summary>
    public static string FileSystemPort(int index) => Port(10, index);

    /// <summary>Place of the root port for the socket between guest and host on q35.</summary>
    public static string VsockPort => Port(14, 0);

    /// <summary>Place of the root port for channels on q35.</summary>
    public static string ChannelPort => Port(15, 0);

    /// <summary>Place of shared memory on q35.</summary>
    public static string SharedMemory(int index) => Address(24 + index);

    /// <summary>Slot of a card on i440FX.</summary>
    public static string PcNic(int index) => Address(3 + index);

    /// <summary>Slot of a disk on i440FX.</summary>
    public static string PcDisk(int index) => FirstPcDiskSlot + index <= LastPcSlot
        ? Address(FirstPcDiskSlot + index)
        : throw new LodgeException(
            ErrorCode.Unsupported,
            $"The machine type 'pc' has room for {LastPcSlot - FirstPcDiskSlot + 1} disks.",
            "Use the machine type 'q35', or fewer disks.");

    /// <summary>Transport of a disk on microvm.</summary>
    public static string MmioDisk(int index) => Transport(index);

    /// <summary>Transport of a card on microvm.</summary>
    public static string MmioNic(int index) => Transport(LastMmioTransport - index);

    private static string Port(int firstSlot, int index) => string.Create(
        CultureInfo.InvariantCulture, $"0x{firstSlot + (index / FunctionsPerSlot):x}.0x{index % FunctionsPerSlot:x}");

    private static string Address(int slot) => string.Create(CultureInfo.InvariantCulture, $"0x{slot:x}");

    private static string Transport(int number) =>
        string.Create(CultureInfo.InvariantCulture, $"virtio-mmio-bus.{number}");
}
