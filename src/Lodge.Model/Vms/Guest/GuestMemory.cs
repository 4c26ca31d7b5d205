namespace Lodge.Model.Vms.Guest;

/// <summary>
/// What a running guest says of its memory. The guest's balloon driver tells it every few seconds (virtio specification
/// 1.2, 5.5.6.3); what a driver does not tell is absent. Sizes are in bytes.
/// </summary>
public sealed record GuestMemory
{
    /// <summary>What the guest has: its memory less what the balloon holds, in bytes.</summary>
    public required long Present { get; init; }

    /// <summary>When the guest last told the rest; absent when it never has, for want of a driver.</summary>
    public DateTimeOffset? UpdatedAt { get; init; }

    /// <summary>What the guest's kernel counts as its memory.</summary>
    public long? Total { get; init; }

    /// <summary>What nothing uses.</summary>
    public long? Free { get; init; }

    /// <summary>What programs could have without swapping.</summary>
    public long? Available { get; init; }

    /// <summary>What holds copies of files, and could be given up.</summary>
    public long? DiskCaches { get; init; }

    /// <summary>What was read from swap since the guest booted.</summary>
    public long? SwappedIn { get; init; }

    /// <summary>What was written to swap since the guest booted.</summary>
    public long? SwappedOut { get; init; }

    /// <summary>Page faults since the guest booted that had to wait for a disk.</summary>
    public long? MajorFaults { get; init; }

    /// <summary>Page faults since the guest booted that had not.</summary>
    public long? MinorFaults { get; init; }
}
