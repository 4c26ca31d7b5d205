using Lodge.Libvirt.Generator.Tables;

namespace Lodge.Libvirt.Generator.Emitting;

/// <summary>Writes the numbers of procedures, and what is known of each without looking at a message.</summary>
internal static class FactsEmitter
{
    public static string Emit(Protocol protocol)
    {
        var code = CodeText.NewFile();
        foreach (var program in protocol.Programs)
        {
            EmitNumbers(code, program);
        }

        code.Open("internal static partial class ProtocolFacts");
        EmitPrograms(code, protocol);
        EmitTraits(code, protocol);
        EmitApiNames(code, protocol);
        EmitRefusals(code, protocol);
        return code.Close().ToString();
    }

    private static void EmitNumbers(CodeText code, ProgramTable program)
    {
        code.Open($"internal enum {program.Name}Procedure");
        foreach (var procedure in program.Procedures)
        {
            code.Line($"/// <summary>{(procedure.IsEvent ? "Sent by the server." : procedure.Api + ".")}</summary>")
                .Line($"{procedure.Name} = {procedure.Number},");
        }

        code.Close();
    }

    private static void EmitPrograms(CodeText code, Protocol protocol)
    {
        foreach (var program in protocol.Programs)
        {
            code.Line($"public const uint {program.Name}Program = {program.Number};")
                .Line($"public const uint {program.Name}Version = {program.Version};");
        }

        var known = protocol.Programs.Select(program => $"({program.Name}Program, {program.Name}Version)");
        code.Line($"public static bool IsKnown(uint program, uint version) => (program, version) is {string.Join(" or ", known)};");
    }

    private static void EmitTraits(CodeText code, Protocol protocol)
    {
        code.Open("private static global::System.ReadOnlySpan<ushort> TraitsOf(uint program) => program switch");
        foreach (var program in protocol.Programs)
        {
            code.Line($"{program.Name}Program => {program.Name}Traits,");
        }

        code.Line("_ => default,").Close(";");
        foreach (var program in protocol.Programs)
        {
            var numbers = new ushort[program.Procedures.Max(procedure => procedure.Number) + 1];
            foreach (var procedure in program.Procedures)
            {
                numbers[procedure.Number] = Traits(procedure);
            }

            code.Line($"private static global::System.ReadOnlySpan<ushort> {program.Name}Traits => [{string.Join(", ", numbers)}];");
        }
    }

    /// <summary>The bits of ProcedureTraits in Lodge.Libvirt.</summary>
    private static ushort Traits(Procedure procedure) => (ushort)(
        (procedure.IsEvent ? 2 : 1)
        | (procedure.HighPriority ? 4 : 0)
        | (procedure.Denied ? 8 : 0)
        | (procedure.DeniedIf is not null ? 16 : 0)
        | (procedure.Stream is "read" or "both" ? 32 : 0)
        | (procedure.Stream is "write" or "both" ? 64 : 0)
        | (procedure.Descriptors is "call" or "both" ? 128 : 0)
        | (procedure.Descriptors is "reply" or "both" ? 256 : 0));

    private static void EmitApiNames(CodeText code, Protocol protocol)
    {
        code.Open("public static string ApiName(uint program, int procedure) => (program, procedure) switch");
        foreach (var (program, procedure) in All(protocol).Where(item => !item.Procedure.IsEvent))
        {
            code.Line($"({program.Name}Program, {procedure.Number}) => \"{procedure.Api}\",");
        }

        code.Line("_ => \"\",").Close(";");
    }

    private static void EmitRefusals(CodeText code, Protocol protocol)
    {
        code.Open("private static bool AsksForMoreThanReading(uint program, int procedure, ref XdrReader reader) => (program, procedure) switch");
        foreach (var (program, procedure) in All(protocol))
        {
            if (procedure.DeniedIf is { } rule)
            {
                code.Line($"({program.Name}Program, {procedure.Number}) => ({procedure.ArgsType}.Decode(ref reader).{rule.Field} & {rule.Bits}) != 0,");
            }
        }

        code.Line("_ => false,").Close(";");
    }

    private static IEnumerable<(ProgramTable Program, Procedure Procedure)> All(Protocol protocol) =>
        protocol.Programs.SelectMany(program => program.Procedures.Select(procedure => (program, procedure)));
}
