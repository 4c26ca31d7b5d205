namespace Lodge.Model.Storage;

/// <summary>A VM's disk or another volume that needs a volume.</summary>
public sealed record VolumeUser
{
    /// <summary>The VM; null for another volume.</summary>
    public string? Vm { get; init; }

    /// <summary>Name of its disk.</summary>
    public string? Disk { get; init; }

    /// <summary>Whether that VM runs with it.</summary>
    public bool Running { get; init; }

    /// <summary>Whether it only reads it.</summary>
    public bool Reads { get; init; }

    /// <summary>Whether it needs it as what its own image is based on.</summary>
    public bool IsBacking { get; init; }

    /// <summary>Pool of the other volume.</summary>
    public string? Pool { get; init; }

    /// <summary>The other volume; null for a VM.</summary>
    public string? Volume { get; init; }

    /// <inheritdoc/>
    public override string ToString() => (Vm, IsBacking) switch
    {
        (null, _) => $"the volume '{Volume}' of the pool '{Pool}' is based on it",
        (_, true) => $"the disk '{Disk}' of VM '{Vm}' is based on it",
        _ => $"it is the disk '{Disk}' of VM '{Vm}'{(Running ? ", which runs" : "")}",
    };
}
