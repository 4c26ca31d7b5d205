using Lodge.Model.Vms.Changes;

namespace Lodge.Engine.Vms.Changes;

/// <summary>How a change is made.</summary>
public sealed record ChangeRequest
{
    /// <summary>What it is made to. For a transient VM <see cref="ChangeScope.Both"/> means the running VM.</summary>
    public ChangeScope Scope { get; init; }

    /// <summary>The revision that it is based on; null to change whatever is there.</summary>
    public long? ExpectedRevision { get; init; }

    /// <summary>How long the guest may take to release a device or open a tray, more than zero. Usually 10 s.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Whether a tray that the guest has locked is opened against its will.</summary>
    public bool Force { get; init; }
}
