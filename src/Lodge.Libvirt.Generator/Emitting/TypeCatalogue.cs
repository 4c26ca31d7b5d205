using Lodge.Libvirt.Generator.Tables;

namespace Lodge.Libvirt.Generator.Emitting;

/// <summary>Knows of each type of the protocol what it is in C# and how small it can be on the wire.</summary>
internal sealed class TypeCatalogue(Protocol protocol)
{
    private readonly Dictionary<string, StructType> _structs = protocol.Structs.ToDictionary(type => type.Name, StringComparer.Ordinal);
    private readonly Dictionary<string, UnionType> _unions = protocol.Unions.ToDictionary(type => type.Name, StringComparer.Ordinal);
    private readonly HashSet<string> _enums = new(protocol.Enums.Select(type => type.Name), StringComparer.Ordinal);

    /// <summary>Most bytes of any string.</summary>
    public int StringLimit => protocol.StringLimit;

    public bool IsEnum(string name) => _enums.Contains(name);

    /// <summary>The type of a property that holds such a value.</summary>
    public string CSharp(WireType type)
    {
        var element = BuiltIn.Find(type.Name) is { } builtIn
            ? builtIn is { Name: "char" } && IsArray(type) ? "byte" : builtIn.CSharp
            : type.Name;
        return element + (type.Optional ? "?" : IsArray(type) ? "[]" : "");
    }

    /// <summary>Fewest bytes that a value takes.</summary>
    public int LeastSize(WireType type) => type switch
    {
        { Optional: true } or { Most: not null } => 4,
        { Exactly: { } count } => count * LeastSize(type with { Exactly = null }),
        _ when BuiltIn.Find(type.Name) is { } builtIn => builtIn.Size,
        _ when _enums.Contains(type.Name) => 4,
        _ when _unions.TryGetValue(type.Name, out var union) => 4 + union.Arms.Min(arm => LeastSize(arm.Field.Type)),
        _ => LeastSize(_structs[type.Name]),
    };

    public int LeastSize(StructType type) => type.Fields.Sum(field => LeastSize(field.Type));

    public static bool IsArray(WireType type) => type.Most is not null || type.Exactly is not null;
}
