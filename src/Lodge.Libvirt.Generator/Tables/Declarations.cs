namespace Lodge.Libvirt.Generator.Tables;

/// <summary>A named value of a type.</summary>
internal sealed record Field(string Name, WireType Type);

/// <summary>Fields in the order of the wire.</summary>
internal sealed record StructType(string Name, IReadOnlyList<Field> Fields, Place Place);

/// <summary>A number, then the value that the number stands for.</summary>
internal sealed record UnionType(string Name, IReadOnlyList<(int Number, Field Field)> Arms, Place Place);

/// <summary>Names for numbers.</summary>
internal sealed record EnumType(string Name, IReadOnlyList<(int Number, string Name)> Members, Place Place);

/// <summary>Where something stands in a table, for messages.</summary>
internal sealed record Place(string File, int Line);

/// <summary>A mistake in a table.</summary>
internal sealed record TableError(Place Place, string Message);
