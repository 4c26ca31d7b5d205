using Lodge.Libvirt.Generator.Tables;

namespace Lodge.Libvirt.Generator.Emitting;

/// <summary>The code that reads or writes one value.</summary>
internal static class FieldCode
{
    // A property may be called like a type that has nothing to do with it.
    private const string Namespace = "global::Lodge.Libvirt.Protocol.";

    /// <summary>An expression that reads a value from <c>reader</c>.</summary>
    public static string Decode(TypeCatalogue types, WireType type) => type switch
    {
        { Name: "opaque" } => $"reader.ReadOpaque({type.Most})",
        { Name: "char", Exactly: { } count } => $"XdrArrays.ReadChars(ref reader, {count})",
        { Name: "char", Most: { } most } => $"XdrArrays.ReadChars(ref reader, reader.ReadCount({most}, 4))",
        { Name: "string", Most: { } most } => $"XdrArrays.ReadStrings(ref reader, {most}, {types.StringLimit})",
        { Name: "string" } => $"reader.Read{(type.Optional ? "Optional" : "")}String({types.StringLimit})",
        { Most: { } most } when BuiltIn.Find(type.Name) is { } builtIn => $"XdrArrays.Read{builtIn.Suffix}s(ref reader, {most})",
        { Most: { } most } when types.IsEnum(type.Name) =>
            $"global::System.Array.ConvertAll(XdrArrays.ReadInts(ref reader, {most}), static number => ({Namespace}{type.Name})number)",
        { Most: { } most } => $"XdrArrays.ReadValues<{Namespace}{type.Name}>(ref reader, {most})",
        { Optional: true } => $"reader.ReadPresence() ? {One(types, type)} : ({(BuiltIn.Knows(type.Name) ? "" : Namespace)}{types.CSharp(type)})null",
        _ => One(types, type),
    };

    /// <summary>A statement that writes <paramref name="value"/> to <c>writer</c>.</summary>
    public static string Encode(TypeCatalogue types, WireType type, string value) => type switch
    {
        { Name: "opaque" } => $"writer.WriteOpaque({value}, {type.Most});",
        { Name: "char", Exactly: { } count } => $"XdrArrays.WriteChars(writer, {value}, {count});",
        { Name: "char", Most: { } most } =>
            $"writer.WriteCount({value}?.Length ?? 0, {most}); XdrArrays.WriteChars(writer, {value}, {value}?.Length ?? 0);",
        { Name: "string", Most: { } most } => $"XdrArrays.WriteStrings(writer, {value}, {most}, {types.StringLimit});",
        { Name: "string" } => $"writer.Write{(type.Optional ? "Optional" : "")}String({value}, {types.StringLimit});",
        { Most: { } most } when BuiltIn.Find(type.Name) is { } builtIn => $"XdrArrays.Write{builtIn.Suffix}s(writer, {value}, {most});",
        { Most: { } most } when types.IsEnum(type.Name) =>
            $"XdrArrays.WriteInts(writer, global::System.Array.ConvertAll({value} ?? [], static member => (int)member), {most});",
        { Most: { } most } => $"XdrArrays.WriteValues(writer, {value}, {most});",
        { Optional: true } => $"writer.WritePresence({value}.HasValue); {value}?.Encode(writer);",
        _ when BuiltIn.Find(type.Name) is { } builtIn => $"writer.Write{builtIn.Suffix}({value});",
        _ when types.IsEnum(type.Name) => $"writer.WriteInt((int){value});",
        _ => $"{value}.Encode(writer);",
    };

    private static string One(TypeCatalogue types, WireType type) =>
        BuiltIn.Find(type.Name) is { } builtIn ? $"reader.Read{builtIn.Suffix}()"
        : types.IsEnum(type.Name) ? $"({Namespace}{type.Name})reader.ReadInt()"
        : $"{Namespace}{type.Name}.Decode(ref reader)";
}
