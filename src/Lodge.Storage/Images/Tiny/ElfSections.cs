using System.Buffers.Binary;
using System.Text;

namespace Lodge.Storage.Images.Tiny;

/// <summary>
/// Finds sections in ELF files for 64 bits, little-endian (System V ABI, 'ELF Header' and 'Section Header').
/// </summary>
internal static class ElfSections
{
    private const int HeaderSize = 0x40;
    private const int SectionHeaderSize = 0x40;

    private static ReadOnlySpan<byte> Ident => [0x7F, (byte)'E', (byte)'L', (byte)'F', 2, 1];

    /// <summary>Whether the bytes begin as such a file does.</summary>
    public static bool IsElf(ReadOnlySpan<byte> file) => file.Length >= HeaderSize && file.StartsWith(Ident);

    /// <summary>The content of the first section of a name.</summary>
    /// <exception cref="InvalidDataException">The bytes are no such file, or there is no such section.</exception>
    public static ReadOnlySpan<byte> Find(ReadOnlySpan<byte> file, string section)
    {
        if (!IsElf(file))
        {
            throw new InvalidDataException("not an ELF file for 64 bits, little-endian");
        }

        var wanted = Encoding.ASCII.GetBytes(section + '\0');
        var table = BinaryPrimitives.ReadUInt64LittleEndian(file[0x28..]);
        var count = BinaryPrimitives.ReadUInt16LittleEndian(file[0x3C..]);
        var namesIndex = BinaryPrimitives.ReadUInt16LittleEndian(file[0x3E..]);
        var names = Content(file, SectionHeader(file, table, namesIndex));
        for (var index = 0; index < count; index++)
        {
            var header = SectionHeader(file, table, index);
            var nameOffset = BinaryPrimitives.ReadUInt32LittleEndian(header);
            if (Slice(names, nameOffset, wanted.Length).SequenceEqual(wanted))
            {
                return Content(file, header);
            }
        }

        throw new InvalidDataException($"no section {section}");
    }

    private static ReadOnlySpan<byte> SectionHeader(ReadOnlySpan<byte> file, ulong table, int index)
    {
        var header = Slice(file, table + (ulong)index * SectionHeaderSize, SectionHeaderSize);
        return header.IsEmpty ? throw new InvalidDataException("the section table lies outside the file") : header;
    }

    private static ReadOnlySpan<byte> Content(ReadOnlySpan<byte> file, ReadOnlySpan<byte> header)
    {
        var offset = BinaryPrimitives.ReadUInt64LittleEndian(header[0x18..]);
        var size = BinaryPrimitives.ReadUInt64LittleEndian(header[0x20..]);
        if (size > (ulong)file.Length || offset > (ulong)file.Length - size)
        {
            throw new InvalidDataException("a section lies outside the file");
        }

        return file.Slice((int)offset, (int)size);
    }

    /// <summary>A part of the bytes, or nothing when it is not wholly inside.</summary>
    private static ReadOnlySpan<byte> Slice(ReadOnlySpan<byte> bytes, ulong offset, int length) =>
        bytes.Length < length || offset > (ulong)(bytes.Length - length) ? [] : bytes.Slice((int)offset, length);
}
