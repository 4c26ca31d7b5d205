using System.Buffers.Binary;
using System.Text;

namespace Lodge.Storage.Images.Tiny;

/// <summary>
/// What a program or a shared library says to the dynamic linker, in the section <c>.dynamic</c> of its ELF file: pairs
/// of a tag and a value, 8 bytes each (System V ABI, 'Dynamic Section').
/// </summary>
/// <param name="Name">The name that others need it by, or null for a program.</param>
/// <param name="Needs">The names of the libraries that it needs.</param>
internal sealed record SharedObject(string? Name, IReadOnlyList<string> Needs)
{
    private const int EntrySize = 16;
    private const long NeededTag = 1;
    private const long NameTag = 14;

    /// <summary>Reads a program or a library.</summary>
    /// <exception cref="InvalidDataException">The bytes are neither.</exception>
    public static SharedObject Parse(ReadOnlySpan<byte> file)
    {
        var dynamic = ElfSections.Find(file, ".dynamic");
        var texts = ElfSections.Find(file, ".dynstr");
        string? name = null;
        var needs = new List<string>();
        for (; dynamic.Length >= EntrySize; dynamic = dynamic[EntrySize..])
        {
            var tag = BinaryPrimitives.ReadInt64LittleEndian(dynamic);
            var offset = BinaryPrimitives.ReadUInt64LittleEndian(dynamic[8..]);
            if (tag == NameTag)
            {
                name = TextAt(texts, offset);
            }
            else if (tag == NeededTag)
            {
                needs.Add(TextAt(texts, offset));
            }
        }

        return new(name, needs);
    }

    private static string TextAt(ReadOnlySpan<byte> texts, ulong offset)
    {
        var rest = offset < (ulong)texts.Length ? texts[(int)offset..] : throw new InvalidDataException("a name lies outside");
        return Encoding.UTF8.GetString(rest[..(rest.IndexOf((byte)0) is >= 0 and var end ? end : rest.Length)]);
    }
}
