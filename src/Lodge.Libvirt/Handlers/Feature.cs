namespace Lodge.Libvirt.Handlers;

/// <summary>Features that clients ask for, as numbered on the wire. Append only.</summary>
internal enum Feature
{
    /// <summary>A host moves a domain to another by itself.</summary>
    MigrationPeerToPeer = 4,

    /// <summary>Migration in three phases.</summary>
    MigrationInThreePhases = 6,

    /// <summary>A domain is guarded against changes while it migrates.</summary>
    MigrationGuard = 7,

    /// <summary>Descriptors may follow calls and replies.</summary>
    DescriptorPassing = 8,

    /// <summary>Typed parameters may be strings.</summary>
    TypedParameterStrings = 9,

    /// <summary>Both sides send signs of life.</summary>
    KeepAlive = 10,

    /// <summary>Migration takes typed parameters.</summary>
    MigrationParameters = 13,

    /// <summary>Each event callback has a number of its own.</summary>
    EventCallbacks = 14,

    /// <summary>Clients hear when the connection to the hypervisor closes.</summary>
    CloseCallback = 15,

    /// <summary>Arguments of virNetworkUpdate come in the documented order.</summary>
    NetworkUpdateOrder = 16,
}
