using Lodge.Engine.Ports;

namespace Lodge.Engine;

/// <summary>Everything that the engine needs from the outside.</summary>
public sealed record EnginePorts
{
    /// <summary>Durable state.</summary>
    public required IStore Store { get; init; }

    /// <summary>Runs VMs.</summary>
    public required IHypervisor Hypervisor { get; init; }

    /// <summary>Files of saved VMs.</summary>
    public required ISavedStates SavedStates { get; init; }

    /// <summary>Durable snapshots.</summary>
    public required ISnapshotStore Snapshots { get; init; }

    /// <summary>Images and the images below them.</summary>
    public required IDiskLayers Layers { get; init; }

    /// <summary>Durable checkpoints.</summary>
    public required ICheckpointStore Checkpoints { get; init; }

    /// <summary>Bitmaps in images that no QEMU has open.</summary>
    public required IImageBitmaps Bitmaps { get; init; }

    /// <summary>What snapshots keep besides disks.</summary>
    public required ISnapshotFiles SnapshotFiles { get; init; }

    /// <summary>Log files of consoles.</summary>
    public required IConsoleLogs ConsoleLogs { get; init; }

    /// <summary>Images.</summary>
    public required IImageCatalogue Images { get; init; }

    /// <summary>Disks of VMs that are launched from images.</summary>
    public required IImageDisks ImageDisks { get; init; }

    /// <summary>The host's huge pages.</summary>
    public required IHugePages HugePages { get; init; }

    /// <summary>What the host's processors and memory do.</summary>
    public required IHostMeters Meters { get; init; }

    /// <summary>The host's devices.</summary>
    public required IHostDevices Devices { get; init; }

    /// <summary>Storage of the host.</summary>
    public required IStorageHost Storage { get; init; }

    /// <summary>Durable secrets.</summary>
    public required ISecretStore Secrets { get; init; }

    /// <summary>Durable storage pools.</summary>
    public required IPoolStore Pools { get; init; }

    /// <summary>Durable networks and security groups.</summary>
    public required INetworkStore NetworkStore { get; init; }

    /// <summary>Networks of the host.</summary>
    public required INetworkHost NetworkHost { get; init; }

    /// <summary>Bridges over the host's interfaces; null for a host without networks.</summary>
    public IHostBridges? HostBridges { get; init; }

    /// <summary>Whether a network <c>default</c> is made where there never was a network.</summary>
    public bool MakesDefaultNetwork { get; init; }

    /// <summary>Folder of the storage pool <c>default</c>, which is made where there never was a pool; null to make none.</summary>
    public string? DefaultPoolFolder { get; init; }

    /// <summary>Tells whether the host has booted since the last time.</summary>
    public required IBootMarker BootMarker { get; init; }

    /// <summary>Time.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;
}
