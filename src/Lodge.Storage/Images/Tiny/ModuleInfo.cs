using System.Buffers.Binary;
using System.Text;

namespace Lodge.Storage.Images.Tiny;

/// <summary>
/// What a Linux kernel module says of itself in the section <c>.modinfo</c> of its ELF file: strings of the form
/// <c>key=value</c>, each ended by NUL (Linux, include/linux/module.h).
/// </summary>
/// <param name="Depends">The modules that must be there first, by <see cref="Normalize"/>d name.</param>
internal sealed record ModuleInfo(IReadOnlyList<string> Depends)
{
    private const string Section = ".modinfo";
    private const string DependsKey = "depends=";

    // ELF64, little-endian (System V ABI, 'ELF Header' and 'Section Header').
    private const int HeaderSize = 0x40;
    private const int SectionHeaderSize = 0x40;
    private static ReadOnlySpan<byte> Ident => [0x7F, (byte)'E', (byte)'L', (byte)'F', 2, 1];

    /// <summary>The name of a module as the kernel compares it: '-' and '_' are the same.</summary>
    public static string Normalize(string name) => name.Replace('-', '_');

    /// <summary>Reads the information of a module.</summary>
    /// <exception cref="InvalidDataException">The bytes are no module for x86-64.</exception>
    public static ModuleInfo Parse(ReadOnlySpan<byte> file)
    {
        if (file.Length < HeaderSize || !file.StartsWith(Ident))
        {
            throw new InvalidDataException("not an ELF file for 64 bits, little-endian");
        }

        var text = Encoding.UTF8.GetString(FindSection(file));
        var depends = text.Split('\0').FirstOrDefault(entry => entry.StartsWith(DependsKey, StringComparison.Ordinal));
        return new(depends is null ? [] : Names(depends[DependsKey.Length..]));
    }

    private static string[] Names(string list) =>
        [.. list.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(Normalize)];

    private static ReadOnlySpan<byte> FindSection(ReadOnlySpan<byte> file)
    {
        var table = BinaryPrimitives.ReadUInt64LittleEndian(file[0x28..]);
        var count = BinaryPrimitives.ReadUInt16LittleEndian(file[0x3C..]);
        var namesIndex = BinaryPrimitives.ReadUInt16LittleEndian(file[0x3E..]);
        var names = Content(file, SectionHeader(file, table, namesIndex));
        for (var index = 0; index < count; index++)
        {
            var header = SectionHeader(file, table, index);
            var nameOffset = BinaryPrimitives.ReadUInt32LittleEndian(header);
            if (Slice(names, nameOffset, Section.Length + 1).SequenceEqual(".modinfo\0"u8))
            {
                return Content(file, header);
            }
        }

        throw new InvalidDataException($"no section {Section}");
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
