using Lodge.Model.Snapshots;

namespace Lodge.Api.Contracts.Snapshots;

/// <summary>Body of <c>POST /v1/vms/{vm}/snapshots</c>; answered with a job.</summary>
public sealed record CreateSnapshot
{
    /// <summary>Its name; left out, one is made of the time.</summary>
    public string? Name { get; init; }

    /// <summary>What it is for, in words.</summary>
    public string? Description { get; init; }

    /// <summary>Keep the guest's memory too; it stands still while that is written.</summary>
    public bool Memory { get; init; }

    /// <summary>Have the guest's agent halt all writing meanwhile.</summary>
    public bool Quiesce { get; init; }

    /// <summary>Keep it within the disks' own images, which must be qcow2; left out, new images are put on top of them.</summary>
    public bool Internal { get; init; }

    /// <summary>Names of the disks; left out, all that the guest writes to.</summary>
    public IReadOnlyList<string>? Disks { get; init; }
}

/// <summary>Body of <c>POST /v1/vms/{vm}/snapshots/{snapshot}/revert</c>; answered with a job.</summary>
public sealed record RevertSnapshot
{
    /// <summary>What the VM does then.</summary>
    public RevertTo To { get; init; }
}
