using Lodge.Model.Primitives;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Devices;

namespace Lodge.LibvirtXml.Domain;

/// <summary>What the XML of a domain shall hold.</summary>
public sealed record DomainXmlOptions
{
    /// <summary>Whether passwords are written. Default: no.</summary>
    public bool Secure { get; init; }

    /// <summary>Whether it is meant for another host: nothing of this host's is written. Default: no.</summary>
    public bool Migratable { get; init; }

    /// <summary>How this host runs a VM that leaves the accelerator open: kvm or tcg.</summary>
    public Accelerator HostAccelerator { get; init; } = Accelerator.Tcg;

    /// <summary>Absolute path of QEMU.</summary>
    public string Emulator { get; init; } = "/usr/bin/qemu-system-x86_64";

    /// <summary>What is known of the running VM; null for the definition alone.</summary>
    public LiveDomain? Live { get; init; }
}

/// <summary>What the XML of a running domain holds besides its definition.</summary>
public sealed record LiveDomain
{
    /// <summary>Number of the run, 1 or more.</summary>
    public required int Id { get; init; }

    /// <summary>How guest code runs: kvm or tcg.</summary>
    public required Accelerator Accel { get; init; }

    /// <summary>Full machine name such as <c>pc-q35-7.2</c>.</summary>
    public required string MachineName { get; init; }

    /// <summary>Where its displays listen.</summary>
    public IReadOnlyList<RunningDisplay> Displays { get; init; } = [];

    /// <summary>Pseudo terminals or sockets of its ports, by the alias of the device: absolute paths.</summary>
    public IReadOnlyDictionary<string, string> Ports { get; init; } = new Dictionary<string, string>();

    /// <summary>Where its cards are plugged in, by the alias of the card.</summary>
    public IReadOnlyDictionary<string, LivePlug> Plugs { get; init; } = new Dictionary<string, LivePlug>();

    /// <summary>What its disks are being copied to, by name of the disk.</summary>
    public IReadOnlyDictionary<string, LiveMirror> Mirrors { get; init; } = new Dictionary<string, LiveMirror>();

    /// <summary>Whether the guest agent has its end of the channel open.</summary>
    public bool AgentConnected { get; init; }

    /// <summary>Memory that the balloon leaves now; null when unknown.</summary>
    public ByteSize? Balloon { get; init; }

    /// <summary>User and group that QEMU runs as, as numbers; null when it is the daemon's own user.</summary>
    public (int User, int Group)? RunsAs { get; init; }
}

/// <summary>What a disk is being copied to.</summary>
/// <param name="Target">The file or block device.</param>
/// <param name="Format">Its format.</param>
/// <param name="IsCopy">Whether it is a copy; else the disk's image is committed into one below it.</param>
/// <param name="Ready">Whether it has caught up with the guest.</param>
public sealed record LiveMirror(DiskSource Target, DiskFormat Format, bool IsCopy, bool Ready);

/// <summary>Where a card is plugged in.</summary>
/// <param name="Interface">The interface of the host, such as <c>vnet0</c>.</param>
/// <param name="Bridge">The bridge; null for macvtap.</param>
/// <param name="PortId">Identity of the network's port.</param>
public sealed record LivePlug(string Interface, string? Bridge, Guid PortId);
