namespace Lodge.Libvirt.Sessions;

/// <summary>Numbers for callbacks, unique among all connections of a server.</summary>
internal sealed class CallbackNumbers
{
    private int _last;

    /// <summary>The next number, 1 or more.</summary>
    public int Next() => Interlocked.Increment(ref _last) & int.MaxValue;
}

/// <summary>Families of events; a callback is removed by the procedure of its own family only.</summary>
internal enum CallbackKind
{
    /// <summary>Of domains.</summary>
    Domain,

    /// <summary>Of networks.</summary>
    Network,

    /// <summary>Of storage pools.</summary>
    StoragePool,

    /// <summary>Of host devices.</summary>
    NodeDevice,

    /// <summary>Of secrets.</summary>
    Secret,

    /// <summary>Of QEMU's monitors.</summary>
    Monitor,
}
