using Lodge.Libvirt.Generator.Tables;

namespace Lodge.Libvirt.Generator.Handlers;

/// <summary>A procedure, and the method that handles it.</summary>
internal sealed record Handler(ProgramTable Program, Procedure Procedure, HandlerMethod Method)
{
    /// <summary>Whether the dispatch waits for it.</summary>
    public bool IsAsync => Method.Returns.StartsWith("Task", StringComparison.Ordinal)
        || Method.Returns.StartsWith("ValueTask", StringComparison.Ordinal);

    /// <summary>Whether it wants the call itself, for streams and descriptors, and not just the session.</summary>
    public bool TakesCall => Method.Takes.Split(',')[0] == "Call";

    public bool TakesCancellation => Method.Takes.EndsWith("CancellationToken", StringComparison.Ordinal);
}
