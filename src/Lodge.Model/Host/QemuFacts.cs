namespace Lodge.Model.Host;

/// <summary>What one QEMU binary can do; cached by the binary's fingerprint.</summary>
public sealed record QemuFacts
{
    /// <summary>Absolute path of the binary.</summary>
    public required string Binary { get; init; }

    /// <summary>Path, size, modification time and inode of the binary, and the kernel's release.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>Version, such as <c>7.2.22</c>.</summary>
    public required string Version { get; init; }

    /// <summary>Distribution's package text, such as <c>Debian 1:7.2+dfsg-7</c>; may be empty.</summary>
    public string Package { get; init; } = "";

    /// <summary>All machine types by exact name.</summary>
    public required IReadOnlyList<QemuMachineFact> Machines { get; init; }

    /// <summary>All CPU models by name.</summary>
    public required IReadOnlyList<string> CpuModels { get; init; }

    /// <summary>All QMP commands.</summary>
    public required IReadOnlyList<string> Commands { get; init; }

    /// <summary>All device types that <c>-device</c> takes.</summary>
    public required IReadOnlyList<string> Devices { get; init; }

    /// <summary>All object types that <c>-object</c> takes.</summary>
    public IReadOnlyList<string> Objects { get; init; } = [];

    /// <summary>Whether it was built with KVM.</summary>
    public required bool HasKvm { get; init; }

    /// <summary>Whether it was built with its seccomp sandbox.</summary>
    public bool HasSandbox { get; init; }

    /// <summary>Firmware that the host has installed besides QEMU's own BIOS, the one to prefer first.</summary>
    public IReadOnlyList<FirmwareDescriptor> Firmware { get; init; } = [];
}

/// <summary>One machine type of a QEMU binary.</summary>
/// <param name="Name">Exact name, such as <c>pc-q35-7.2</c>.</param>
/// <param name="Alias">The unversioned name that means this one, such as <c>q35</c>; null for others.</param>
/// <param name="MaxCpus">Most virtual processors.</param>
public sealed record QemuMachineFact(string Name, string? Alias, int MaxCpus);
