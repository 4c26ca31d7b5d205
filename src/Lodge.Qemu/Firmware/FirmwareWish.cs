namespace Lodge.Qemu.Firmware;

/// <summary>What a VM needs of its UEFI firmware.</summary>
internal sealed record FirmwareWish
{
    /// <summary>Exact machine type.</summary>
    public required string MachineName { get; init; }

    /// <summary>QEMU's name of the processor architecture.</summary>
    public string Architecture { get; init; } = "x86_64";

    /// <summary>Whether only signed boot loaders may run.</summary>
    public bool SecureBoot { get; init; }

    /// <summary>
    /// Whether the template brings the vendors' keys; null for what makes sense: with secure boot yes, since without
    /// keys nothing is checked, else no.
    /// </summary>
    public bool? EnrolledKeys { get; init; }

    /// <summary>Whether the board may have a system management mode; false where it was switched off or does not exist.</summary>
    public bool MayHaveSmm { get; init; } = true;

    /// <summary>Whether nothing that the guest writes to its variables may last; null for either, with a preference for lasting.</summary>
    public bool? Stateless { get; init; }

    /// <summary>Features of the description that must be there, such as <c>amd-sev</c>.</summary>
    public IReadOnlyList<string> Needs { get; init; } = [];
}
