using Lodge.Libvirt.Protocol;

namespace Lodge.Libvirt.Calls;

/// <summary>
/// Marks the method that handles a procedure. The generator finds it, checks its signature against the protocol table
/// and puts it into the dispatch: <c>Ret Name(Session, Args)</c>, or <c>ValueTask&lt;Ret&gt; Name(Session, Args,
/// CancellationToken)</c>; <see cref="Call"/> in place of the session gives access to streams and descriptors.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ProcedureAttribute : Attribute
{
    /// <summary>Handles a procedure of the remote program.</summary>
    public ProcedureAttribute(RemoteProcedure procedure) => _ = procedure;

    /// <summary>Handles a procedure of the qemu program.</summary>
    public ProcedureAttribute(QemuProcedure procedure) => _ = procedure;
}
