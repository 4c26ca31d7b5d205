using Lodge.Model.Vms;

namespace Lodge.Model.Host;

/// <summary>The processors that one accelerator can give to guests on this host, as QEMU tells.</summary>
public sealed record HostCpuModels
{
    /// <summary><see cref="Accelerator.Kvm"/> or <see cref="Accelerator.Tcg"/>.</summary>
    public required Accelerator Accel { get; init; }

    /// <summary>All that the accelerator can do here: QEMU's <c>host</c> under KVM, <c>max</c> under TCG.</summary>
    public required CpuModelInfo Host { get; init; }

    /// <summary>Named models, by name.</summary>
    public required IReadOnlyList<CpuModelInfo> Models { get; init; }

    /// <summary>Names of all features that this QEMU knows, whether the host has them or not.</summary>
    public required IReadOnlyList<string> KnownFeatures { get; init; }
}

/// <summary>A processor model, taken apart.</summary>
public sealed record CpuModelInfo
{
    /// <summary>Its name for <c>cpu.model</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The versioned model that it is another name of.</summary>
    public string? AliasOf { get; init; }

    /// <summary>Whether it will go in a later QEMU.</summary>
    public bool Deprecated { get; init; }

    /// <summary>Features that it has and this host lacks; it runs here when there are none.</summary>
    public IReadOnlyList<string> Missing { get; init; } = [];

    /// <summary>Vendor that the guest reads, such as <c>GenuineIntel</c>.</summary>
    public string Vendor { get; init; } = "";

    /// <summary>Family that the guest reads.</summary>
    public int Family { get; init; }

    /// <summary>Model number that the guest reads.</summary>
    public int Model { get; init; }

    /// <summary>Features that it has, by QEMU's names, sorted.</summary>
    public required IReadOnlyList<string> Features { get; init; }
}
