namespace Lodge.Model.Storage;

/// <summary>
/// What the user asked a storage pool to be: durable, written before anything acts on it. JSON and libvirt's pool XML are
/// two notations for this one record.
/// </summary>
public sealed record PoolDefinition
{
    /// <summary>Global identity; stays when the pool is renamed. Empty: one is made up.</summary>
    public Guid Id { get; init; }

    /// <summary>Unique on a host. 1 to 255 bytes without <c>/</c> and control characters.</summary>
    public required string Name { get; init; }

    /// <summary>A short human title, at most 200 characters, one line.</summary>
    public string? Title { get; init; }

    /// <summary>Free text, at most 8,192 characters.</summary>
    public string? Description { get; init; }

    /// <summary>What kind of storage it is, and where.</summary>
    public required PoolBackend Backend { get; init; }

    /// <summary>Start the pool with the daemon.</summary>
    public bool Autostart { get; init; }

    /// <summary>How full it may get before it is told, percent. Absent: 80 to warn, 90 to warn urgently.</summary>
    public PoolThresholds? Thresholds { get; init; }

    /// <summary>What libvirt's XML of the pool holds besides: the inside of <c>metadata</c>. Absent: nothing.</summary>
    public string? Metadata { get; init; }
}

/// <summary>How full a pool may get before it is told.</summary>
/// <param name="Warning">Percent, 1 to 100. Absent: 80.</param>
/// <param name="Critical">Percent, 1 to 100, and not below the warning. Absent: 90.</param>
public sealed record PoolThresholds(int? Warning = null, int? Critical = null)
{
    /// <summary>The mark that holds where <see cref="Warning"/> is absent, percent.</summary>
    public const int DefaultWarning = 80;

    /// <summary>The mark that holds where <see cref="Critical"/> is absent, percent.</summary>
    public const int DefaultCritical = 90;
}
