using Lodge.Libvirt.Generator.Tables;

namespace Lodge.Libvirt.Generator.Emitting;

/// <summary>Writes a union as one small value: a kind, and room for a number or a text.</summary>
internal static class UnionEmitter
{
    public static string Emit(Protocol protocol)
    {
        var types = new TypeCatalogue(protocol);
        var code = CodeText.NewFile();
        foreach (var type in protocol.Unions)
        {
            EmitKinds(code, type);
            EmitUnion(code, types, type);
        }

        return code.ToString();
    }

    private static void EmitKinds(CodeText code, UnionType type)
    {
        code.Open($"internal enum {type.Name}Kind");
        foreach (var (number, field) in type.Arms)
        {
            code.Line($"{field.Name} = {number},");
        }

        code.Close();
    }

    private static void EmitUnion(CodeText code, TypeCatalogue types, UnionType type)
    {
        var kind = type.Name + "Kind";
        code.Open($"internal readonly record struct {type.Name} : IXdrValue<{type.Name}>")
            .Line("private readonly ulong _bits;")
            .Line("private readonly string? _text;")
            .Line($"private {type.Name}({kind} kind, ulong bits, string? text) => (Kind, _bits, _text) = (kind, bits, text);")
            .Line($"public static int LeastSize => {types.LeastSize(new WireType(type.Name, false, null, null))};")
            .Line($"public {kind} Kind {{ get; }}");
        foreach (var (_, field) in type.Arms)
        {
            var name = field.Name;
            var csharp = types.CSharp(field.Type);
            code.Line($"public static {type.Name} {name}({csharp} value) => new({kind}.{name}, {Pack(field.Type)});")
                .Line($"public {csharp} As{name}() => Kind == {kind}.{name} ? {Unpack(field.Type)} : throw Mistaken({kind}.{name});");
        }

        EmitCodec(code, types, type, kind);
        code.Line($"private global::System.InvalidOperationException Mistaken({kind} wanted) => new($\"The value is of kind {{Kind}}, not {{wanted}}.\");")
            .Close();
    }

    private static void EmitCodec(CodeText code, TypeCatalogue types, UnionType type, string kind)
    {
        code.Line($"public static {type.Name} Decode(ref XdrReader reader) => ({kind})reader.ReadInt() switch").Line("{");
        foreach (var (_, field) in type.Arms)
        {
            code.Line($"    {kind}.{field.Name} => {field.Name}({FieldCode.Decode(types, field.Type)}),");
        }

        code.Line("    _ => throw reader.Wrong(\"a union of a kind that nobody knows\"),").Line("};")
            .Open("public void Encode(XdrWriter writer)")
            .Line("writer.WriteInt((int)Kind);")
            .Open("switch (Kind)");
        foreach (var (_, field) in type.Arms)
        {
            code.Line($"case {kind}.{field.Name}: {FieldCode.Encode(types, field.Type, $"As{field.Name}()")} break;");
        }

        code.Line("default: throw new XdrException(\"A union without a kind cannot be written.\");").Close().Close();
    }

    private static string Pack(WireType type) => type.Name switch
    {
        "string" => "0, value",
        "double" => "global::System.BitConverter.DoubleToUInt64Bits(value), null",
        _ => "unchecked((ulong)value), null",
    };

    private static string Unpack(WireType type) => type.Name switch
    {
        "string" => "_text ?? \"\"",
        "double" => "global::System.BitConverter.UInt64BitsToDouble(_bits)",
        _ => $"unchecked(({BuiltIn.Find(type.Name)?.CSharp})_bits)",
    };
}
