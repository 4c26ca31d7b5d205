namespace Lodge.Libvirt.Generator.Tables;

/// <summary>One procedure: a call of the client, or an event that the server sends.</summary>
/// <param name="Number">Its number on the wire.</param>
/// <param name="Name">Its name in Lodge.</param>
/// <param name="Api">The client function that it serves; empty for an event.</param>
/// <param name="IsEvent">Whether the server sends it.</param>
/// <param name="Place">Where it is declared.</param>
internal sealed record Procedure(int Number, string Name, string Api, bool IsEvent, Place Place)
{
    /// <summary>Whether it may run while all ordinary places are taken.</summary>
    public bool HighPriority { get; set; }

    /// <summary>Whether a read-only connection may not call it.</summary>
    public bool Denied { get; set; }

    /// <summary>The argument and the bits of it that a read-only connection may not set.</summary>
    public (string Field, uint Bits)? DeniedIf { get; set; }

    /// <summary><c>read</c>: the server sends; <c>write</c>: the client sends; <c>both</c>; null: no stream.</summary>
    public string? Stream { get; set; }

    /// <summary>Who sends descriptors: <c>call</c>, <c>reply</c>, <c>both</c>; null: nobody.</summary>
    public string? Descriptors { get; set; }

    /// <summary>Arguments.</summary>
    public List<Field> In { get; } = [];

    /// <summary>Results, or what an event carries.</summary>
    public List<Field> Out { get; } = [];

    /// <summary>Type of the arguments; null when there are none.</summary>
    public string? ArgsType => In.Count == 0 ? null : Name + "Args";

    /// <summary>Type of the results, or of an event's message; null when there are none.</summary>
    public string? RetType => Out.Count == 0 ? null : Name + (IsEvent ? "Msg" : "Ret");
}
