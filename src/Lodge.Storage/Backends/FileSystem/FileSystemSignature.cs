using System.Buffers.Binary;
using Lodge.Linux.Files;

namespace Lodge.Storage.Backends.FileSystem;

/// <summary>Tells which file system or table a device begins with, by the marks that they put there.</summary>
internal static class FileSystemSignature
{
    private const int Reach = 68 * 1024;

    /// <summary>Its name as mount(2) knows it, or a word for something else that is there; null for nothing known.</summary>
    /// <exception cref="Linux.Errors.LinuxException">The device cannot be opened.</exception>
    public static string? Of(string device)
    {
        using var file = LinuxFile.Open(device, OpenFlags.Read);
        var start = new byte[Reach];
        var length = RandomAccess.Read(file, start, 0);
        return Of(start.AsSpan(0, length));
    }

    /// <inheritdoc cref="Of(string)"/>
    public static string? Of(ReadOnlySpan<byte> start) => start switch
    {
        _ when Has(start, 0, "XFSB"u8) => "xfs",
        _ when Has(start, 65536 + 64, "_BHRfS_M"u8) => "btrfs",
        _ when start.Length > 1082 && BinaryPrimitives.ReadUInt16LittleEndian(start[1080..]) == 0xEF53 => "ext4",
        _ when Has(start, 1024, [0x10, 0x20, 0xF5, 0xF2]) => "f2fs",
        _ when Has(start, 536, "LABELONE"u8) || Has(start, 512, "LABELONE"u8) => "LVM2_member",
        _ when Has(start, 0, [0x4C, 0x55, 0x4B, 0x53, 0xBA, 0xBE]) => "LUKS",
        _ when Has(start, 512, "EFI PART"u8) => "GPT",
        _ when Has(start, 54, "FAT"u8) || Has(start, 82, "FAT32"u8) => "vfat",
        _ when Has(start, 3, "NTFS    "u8) => "ntfs",
        _ when Has(start, 510, [0x55, 0xAA]) => "partition table",
        _ => null,
    };

    private static bool Has(ReadOnlySpan<byte> start, int at, ReadOnlySpan<byte> mark) => start.Length >= at + mark.Length && start.Slice(at, mark.Length).SequenceEqual(mark);
}
