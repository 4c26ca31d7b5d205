namespace Lodge.Model.Vms;

/// <summary>What libvirt's XML of a VM holds besides the definition: kept as it is for those who wrote it.</summary>
public sealed record KeptXml
{
    /// <summary>The elements of <c>metadata</c>, at most 262,144 characters. Absent: none.</summary>
    public string? Metadata { get; init; }

    /// <summary>The elements of libvirt's QEMU namespace, at most 262,144 characters. What they give QEMU besides (commandline, override) counts from the next start on. Absent: none.</summary>
    public string? Qemu { get; init; }
}
