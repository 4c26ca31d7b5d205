namespace Lodge.TestSupport.Guests;

/// <summary>
/// A guest of 512 bytes for q35 and pc with BIOS, up within a moment even without KVM. It says <see cref="Greeting"/>
/// on its serial port and then obeys single characters: <c>p</c> powers off, <c>r</c> reboots, <c>c</c> reports a
/// panic through pvpanic, <c>w</c> lets an IB700 watchdog run out, <c>+</c> adds one to a counter in memory and prints
/// its digit; all else comes back as an echo. It follows the ACPI power button. Its source is serial-guest.S beside this file.
/// </summary>
public static class SerialGuest
{
    public const string Greeting = "GUEST UP";
    public const string Farewell = "GUEST OFF";

    private const int SectorSize = 512;

    // gcc -m32 -c serial-guest.S && ld -m elf_i386 -Ttext 0x7c00 --oformat binary
    private const string Code =
        "fa31c08ed88ed0bc007cba0206b80001efbe8e7ce85e00ba0006eda900017535" +
        "bafd03eca80174efbaf803ec3c7074253c7274303c6374343c2b74073c77740d" +
        "eeebd4fe068d7ca08d7ceeebcaba4304b00feeebc2be997ce81a00ba0406b800" +
        "20efeb0ebaf90cb006eeeb06ba0505b001eef4ebfdac84c0741288c3bafd03ec" +
        "a82074fbbaf80388d8eeebe9c33047554553542055500d0a004755455354204f" +
        "46460d0a00";

    /// <summary>The boot sector.</summary>
    public static byte[] BootSector()
    {
        var sector = new byte[SectorSize];
        Convert.FromHexString(Code).CopyTo(sector, 0);
        (sector[SectorSize - 2], sector[SectorSize - 1]) = (0x55, 0xAA);
        return sector;
    }

    /// <summary>Writes a disk image with the guest on it.</summary>
    /// <param name="path">The file to make.</param>
    /// <param name="size">Size of the disk, bytes.</param>
    public static void WriteDisk(string path, long size = 1 << 20)
    {
        using var file = File.Create(path);
        file.Write(BootSector());
        file.SetLength(size);
    }
}
