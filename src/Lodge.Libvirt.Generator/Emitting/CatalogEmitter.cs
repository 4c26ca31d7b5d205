using Lodge.Libvirt.Generator.Tables;

namespace Lodge.Libvirt.Generator.Emitting;

/// <summary>
/// Writes what reads any message and writes it again. Tests and the fuzzer need it; a program that does not call it
/// does not contain it, once it is compiled ahead of time.
/// </summary>
internal static class CatalogEmitter
{
    public static string Emit(Protocol protocol)
    {
        var code = CodeText.NewFile().Open("internal static class MessageCatalog");
        EmitPart(code, protocol, "Arguments", "What a call brings; false: nothing.", procedure => procedure.ArgsType);
        EmitPart(code, protocol, "Results", "What a reply or an event brings; false: nothing.", procedure => procedure.RetType);
        return code
            .Open("private static bool Transcode<T>(ref XdrReader reader, XdrWriter writer) where T : struct, IXdrValue<T>")
            .Line("T.Decode(ref reader).Encode(writer);")
            .Line("return true;")
            .Close()
            .Close()
            .ToString();
    }

    private static void EmitPart(CodeText code, Protocol protocol, string name, string summary, Func<Procedure, string?> type)
    {
        code.Line($"/// <summary>{summary}</summary>")
            .Open($"public static bool {name}(uint program, int procedure, ref XdrReader reader, XdrWriter writer) => (program, procedure) switch");
        foreach (var program in protocol.Programs)
        {
            foreach (var procedure in program.Procedures)
            {
                if (type(procedure) is { } message)
                {
                    code.Line($"({program.Number}, {procedure.Number}) => Transcode<{message}>(ref reader, writer),");
                }
            }
        }

        code.Line("_ => false,").Close(";");
    }
}
