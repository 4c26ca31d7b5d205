using System.Buffers.Binary;

namespace Lodge.TestSupport.Guests;

/// <summary>
/// A guest of 512 bytes for BIOS that writes for ever: the numbers 1, 2, 3 and so on, odd ones to its third disk and even
/// ones to its second, each filling a block of 4 KiB. When the disk has said that a number is written, the guest notes it
/// in the second sector of its first disk, from where it goes on when it boots again. Its BIOS knows no flush, so that
/// QEMU has each write on the disk before it says that it is written. Its source is writing-guest.S beside this file.
/// </summary>
public static class WritingGuest
{
    /// <summary>Blocks of each disk that it writes to.</summary>
    public const int Blocks = 1024;

    /// <summary>Bytes of a block.</summary>
    public const int BlockSize = 4096;

    /// <summary>Bytes of each disk that it writes to.</summary>
    public const long DiskSize = (long)Blocks * BlockSize;

    private const int SectorSize = 512;

    // gcc -m32 -c writing-guest.S && ld -m elf_i386 -Ttext 0x7c00 --oformat binary
    private const string Code =
        "fa31c08ed88ec08ed0bc007cfbfcb442e84b0066ff06009066a10090bf00a0b9" +
        "000466f3ab66a10090b28166d1e87302fec2666bc0256625ff03000066c1e003" +
        "66a3887cc706847c00a0c706827c0800b80043e81f00b80043e80200ebb5b280" +
        "66c706887c01000000c706847c0090c706827c0100be807ccd137201c3f4ebfd" +
        "10";

    /// <summary>Writes an image of its first disk.</summary>
    /// <param name="path">The file to make.</param>
    public static void WriteDisk(string path)
    {
        var sector = new byte[SectorSize];
        Convert.FromHexString(Code).CopyTo(sector, 0);
        (sector[SectorSize - 2], sector[SectorSize - 1]) = (0x55, 0xAA);
        using var file = File.Create(path);
        file.Write(sector);
        file.SetLength(1 << 20);
    }

    /// <summary>The last number that it was told is written.</summary>
    /// <param name="path">The image of its first disk.</param>
    public static int ReadNoted(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        Span<byte> number = stackalloc byte[sizeof(int)];
        file.Position = SectorSize;
        file.ReadExactly(number);
        return BinaryPrimitives.ReadInt32LittleEndian(number);
    }

    /// <summary>Where a number goes.</summary>
    /// <returns>The disk, 0 or 1, and the block of it.</returns>
    public static (int Disk, int Block) PlaceOf(int number) => (number & 1, (int)((uint)(number >> 1) * 37u % Blocks));
}
