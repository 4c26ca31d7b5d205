namespace Lodge.Libvirt.Generator.Tables;

/// <summary>A type that XDR has by itself.</summary>
/// <param name="Name">Its name in tables.</param>
/// <param name="CSharp">The type that stands for it.</param>
/// <param name="Suffix">What the methods of reader and writer for it end in.</param>
/// <param name="Size">Fewest bytes on the wire.</param>
internal sealed record BuiltIn(string Name, string CSharp, string Suffix, int Size)
{
    private static readonly Dictionary<string, BuiltIn> s_all = new BuiltIn[]
    {
        new("int", "int", "Int", 4),
        new("uint", "uint", "UInt", 4),
        new("hyper", "long", "Hyper", 8),
        new("uhyper", "ulong", "UHyper", 8),
        new("double", "double", "Double", 8),
        new("char", "sbyte", "Char", 4),
        new("uchar", "byte", "UChar", 4),
        new("ushort", "ushort", "UShort", 4),
        new("uuid", "global::System.Guid", "Uuid", 16),
        new("string", "string", "String", 4),
        new("opaque", "byte", "Opaque", 4),
    }.ToDictionary(type => type.Name, StringComparer.Ordinal);

    public static bool Knows(string name) => s_all.ContainsKey(name);

    public static BuiltIn? Find(string name) => s_all.TryGetValue(name, out var found) ? found : null;
}
