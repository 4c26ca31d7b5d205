namespace Lodge.Libvirt.Generator.Tables;

/// <summary>All tables together: types are shared between programs, procedure numbers are not.</summary>
internal sealed class Protocol
{
    private Protocol(IReadOnlyList<ProgramTable> programs)
    {
        Programs = programs;
        StringLimit = programs.Select(program => program.StringLimit).DefaultIfEmpty(0).Max();
        Enums = [.. programs.SelectMany(program => program.Enums)];
        Unions = [.. programs.SelectMany(program => program.Unions)];
        Structs = [.. programs.SelectMany(program => program.Structs), .. programs.SelectMany(program => program.Procedures).SelectMany(Messages)];
        Errors = [.. programs.SelectMany(program => program.Errors), .. TableChecks.Of(this)];
    }

    public IReadOnlyList<ProgramTable> Programs { get; }

    public int StringLimit { get; }

    public IReadOnlyList<EnumType> Enums { get; }

    public IReadOnlyList<UnionType> Unions { get; }

    /// <summary>Declared structs, and those that procedures take and give.</summary>
    public IReadOnlyList<StructType> Structs { get; }

    public IReadOnlyList<TableError> Errors { get; }

    /// <summary>Reads tables, in the order of their files' names.</summary>
    public static Protocol Of(IEnumerable<(string File, string Text)> files) =>
        new([.. files.OrderBy(file => file.File, StringComparer.Ordinal).Select(file => TableParser.Parse(file.File, file.Text))]);

    private static IEnumerable<StructType> Messages(Procedure procedure)
    {
        if (procedure.ArgsType is { } args)
        {
            yield return new StructType(args, procedure.In, procedure.Place);
        }

        if (procedure.RetType is { } ret)
        {
            yield return new StructType(ret, procedure.Out, procedure.Place);
        }
    }
}
