namespace Lodge.Libvirt.Generator.Tables;

/// <summary>What one file declares.</summary>
internal sealed class ProgramTable
{
    /// <summary>The program's name in Lodge.</summary>
    public string Name { get; set; } = "";

    /// <summary>Its number on the wire.</summary>
    public uint Number { get; set; }

    /// <summary>Its version on the wire.</summary>
    public uint Version { get; set; }

    /// <summary>Most bytes of a string; 0 when this file sets none.</summary>
    public int StringLimit { get; set; }

    public List<StructType> Structs { get; } = [];

    public List<UnionType> Unions { get; } = [];

    public List<EnumType> Enums { get; } = [];

    public List<Procedure> Procedures { get; } = [];

    public List<TableError> Errors { get; } = [];
}
