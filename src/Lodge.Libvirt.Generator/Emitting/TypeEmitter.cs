using Lodge.Libvirt.Generator.Tables;

namespace Lodge.Libvirt.Generator.Emitting;

/// <summary>Writes the message types.</summary>
internal static class TypeEmitter
{
    public static string Emit(Protocol protocol)
    {
        var types = new TypeCatalogue(protocol);
        var code = CodeText.NewFile();
        foreach (var type in protocol.Enums)
        {
            code.Open($"internal enum {type.Name}");
            foreach (var (number, name) in type.Members)
            {
                code.Line($"{name} = {number},");
            }

            code.Close();
        }

        foreach (var type in protocol.Structs)
        {
            EmitStruct(code, types, type);
        }

        return code.ToString();
    }

    private static void EmitStruct(CodeText code, TypeCatalogue types, StructType type)
    {
        var properties = type.Fields.Select(field => $"{types.CSharp(field.Type)} {field.Name}");
        code.Open($"internal readonly record struct {type.Name}({string.Join(", ", properties)}) : IXdrValue<{type.Name}>")
            .Line($"public static int LeastSize => {types.LeastSize(type)};")
            .Line($"public static {type.Name} Decode(ref XdrReader reader) =>")
            .Line($"    new({string.Join(", ", type.Fields.Select(field => FieldCode.Decode(types, field.Type)))});")
            .Open("public void Encode(XdrWriter writer)");
        foreach (var field in type.Fields)
        {
            code.Line(FieldCode.Encode(types, field.Type, field.Name));
        }

        code.Close().Close();
    }
}
