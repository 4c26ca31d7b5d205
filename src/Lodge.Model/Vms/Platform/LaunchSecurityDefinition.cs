using System.Text.Json.Serialization;

namespace Lodge.Model.Vms.Platform;

/// <summary>Memory that the host cannot read.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(SevSecurity), "sev")]
[JsonDerivedType(typeof(SevSnpSecurity), "sev-snp")]
public abstract record LaunchSecurityDefinition;

/// <summary>AMD SEV and SEV-ES. Needs UEFI and KVM.</summary>
public sealed record SevSecurity : LaunchSecurityDefinition
{
    /// <summary>Guest policy, a mask of 32 bits (AMD SEV API, table 2); bit 2 asks for SEV-ES. Absent: 3, no debugging and no sharing of keys.</summary>
    public uint? Policy { get; init; }

    /// <summary>Place of the encryption bit, 32 to 63. Absent: the host's.</summary>
    public int? CBitPosition { get; init; }

    /// <summary>Bits of address that encryption takes, 1 to 63. Absent: the host's.</summary>
    public int? ReducedPhysicalBits { get; init; }

    /// <summary>The owner's Diffie-Hellman certificate, base 64; together with the session.</summary>
    public string? DhCertificate { get; init; }

    /// <summary>The owner's session blob, base 64.</summary>
    public string? Session { get; init; }

    /// <summary>Whether kernel, initrd and command line are measured. Absent: no.</summary>
    public bool? KernelHashes { get; init; }
}

/// <summary>AMD SEV-SNP. Needs UEFI, KVM, QEMU 9.1 or newer.</summary>
public sealed record SevSnpSecurity : LaunchSecurityDefinition
{
    /// <summary>Guest policy, a mask of 64 bits (AMD SEV-SNP ABI, table 9). Absent: 0x30000.</summary>
    public ulong? Policy { get; init; }

    /// <summary>Place of the encryption bit, 32 to 63. Absent: the host's.</summary>
    public int? CBitPosition { get; init; }

    /// <summary>Bits of address that encryption takes, 1 to 63. Absent: the host's.</summary>
    public int? ReducedPhysicalBits { get; init; }

    /// <summary>Whether kernel, initrd and command line are measured. Absent: no.</summary>
    public bool? KernelHashes { get; init; }

    /// <summary>Data for the attestation report, 32 bytes in base 64.</summary>
    public string? HostData { get; init; }
}
