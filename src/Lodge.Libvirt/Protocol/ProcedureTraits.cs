namespace Lodge.Libvirt.Protocol;

/// <summary>What the protocol table says about a procedure. The generator writes these bits (FactsEmitter).</summary>
[Flags]
internal enum ProcedureTraits
{
    /// <summary>Nobody knows such a procedure.</summary>
    None = 0,

    /// <summary>Clients call it.</summary>
    Call = 1,

    /// <summary>The server sends it.</summary>
    Event = 2,

    /// <summary>It is answered quickly, and may run while all ordinary places are taken.</summary>
    HighPriority = 4,

    /// <summary>It changes something: not for read-only connections.</summary>
    Denied = 8,

    /// <summary>Some arguments make it one that is not for read-only connections.</summary>
    DeniedByArguments = 16,

    /// <summary>It opens a stream on which the server sends.</summary>
    StreamToClient = 32,

    /// <summary>It opens a stream on which the client sends.</summary>
    StreamFromClient = 64,

    /// <summary>Descriptors come with the call.</summary>
    DescriptorsIn = 128,

    /// <summary>Descriptors go with the reply.</summary>
    DescriptorsOut = 256,
}
