namespace Lodge.Libvirt.Generator.Tables;

/// <summary>Finds what makes no sense in tables that can be read.</summary>
internal static class TableChecks
{
    public static IEnumerable<TableError> Of(Protocol protocol)
    {
        var types = new HashSet<string>(StringComparer.Ordinal);
        var declared = protocol.Structs.Select(type => (type.Name, type.Place))
            .Concat(protocol.Unions.Select(type => (type.Name, type.Place)))
            .Concat(protocol.Enums.Select(type => (type.Name, type.Place)));
        foreach (var (name, place) in declared)
        {
            if (!types.Add(name))
            {
                yield return new TableError(place, $"The type {name} is declared twice.");
            }
        }

        foreach (var error in protocol.Structs.SelectMany(type => UnknownTypes(type, types)).Concat(protocol.Programs.SelectMany(Numbers)))
        {
            yield return error;
        }
    }

    private static IEnumerable<TableError> UnknownTypes(StructType type, HashSet<string> types) =>
        from field in type.Fields
        where !types.Contains(field.Type.Name) && !BuiltIn.Knows(field.Type.Name)
        select new TableError(type.Place, $"{type.Name}.{field.Name} is of a type that nobody declares: {field.Type.Name}.");

    private static IEnumerable<TableError> Numbers(ProgramTable program)
    {
        if (program.Name.Length == 0)
        {
            yield return new TableError(new Place("", 0), "A table begins with 'program NAME NUMBER VERSION'.");
        }

        var seen = new HashSet<int>();
        foreach (var procedure in program.Procedures)
        {
            if (procedure.Number == 0 || !seen.Add(procedure.Number))
            {
                yield return new TableError(procedure.Place, $"{procedure.Name} has a number that is 0 or taken: {procedure.Number}.");
            }

            if (procedure.DeniedIf is { } rule && !procedure.In.Any(field => field.Name == rule.Field))
            {
                yield return new TableError(procedure.Place, $"{procedure.Name} has no argument {rule.Field}.");
            }
        }
    }
}
