using System.Buffers.Binary;
using System.Text;

namespace Lodge.Storage.Tests.Images.Tiny;

/// <summary>Makes the smallest ELF file that looks like a kernel module: two sections, their names and .modinfo.</summary>
internal static class ModuleFile
{
    public static byte[] With(params string[] information)
    {
        var names = Encoding.ASCII.GetBytes("\0.shstrtab\0.modinfo\0");
        var modinfo = Encoding.ASCII.GetBytes(string.Concat(information.Select(line => line + '\0')));
        var table = 0x40 + names.Length + modinfo.Length;
        var file = new byte[table + 3 * 0x40];
        ((ReadOnlySpan<byte>)[0x7F, (byte)'E', (byte)'L', (byte)'F', 2, 1, 1]).CopyTo(file);
        BinaryPrimitives.WriteUInt64LittleEndian(file.AsSpan(0x28), (ulong)table);
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(0x3C), 3);
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(0x3E), 1);
        names.CopyTo(file, 0x40);
        modinfo.CopyTo(file, 0x40 + names.Length);
        WriteSection(file.AsSpan(table + 0x40), 1, 0x40, names.Length);
        WriteSection(file.AsSpan(table + 0x80), 11, 0x40 + names.Length, modinfo.Length);
        return file;
    }

    private static void WriteSection(Span<byte> header, int name, int offset, int size)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(header, (uint)name);
        BinaryPrimitives.WriteUInt64LittleEndian(header[0x18..], (ulong)offset);
        BinaryPrimitives.WriteUInt64LittleEndian(header[0x20..], (ulong)size);
    }
}
