using Lodge.Model.Primitives;

namespace Lodge.Model.Images;

/// <summary>What a new VM gets from an image.</summary>
public sealed record ImageLaunch
{
    /// <summary>An image with a disk; the VM gets a copy-on-write layer over it.</summary>
    public required string Image { get; init; }

    /// <summary>Size of the VM's disk, at least the image's. Absent: the image's, or 10 GiB if that is more.</summary>
    public ByteSize? DiskSize { get; init; }

    /// <summary>What cloud-init does at the first boot. Absent: it gets the VM's name as the host's name, and no more.</summary>
    public CloudInitSettings? CloudInit { get; init; }
}

/// <summary>What cloud-init is told (its NoCloud data source).</summary>
public sealed record CloudInitSettings
{
    /// <summary>The guest's name, at most 253 characters. Absent: the VM's.</summary>
    public string? Hostname { get; init; }

    /// <summary>A user to make instead of the image's own, who may do everything with sudo.</summary>
    public string? User { get; init; }

    /// <summary>Public keys that may log in by ssh as the user, each as a line of <c>authorized_keys</c>.</summary>
    public IReadOnlyList<string>? SshKeys { get; init; }

    /// <summary>The user's password as crypt(3) has it, such as <c>$6$…</c>; ssh then takes passwords too.</summary>
    public string? PasswordHash { get; init; }

    /// <summary>Packages to install.</summary>
    public IReadOnlyList<string>? Packages { get; init; }

    /// <summary>Commands to run at the end of the first boot, by the guest's shell.</summary>
    public IReadOnlyList<string>? Commands { get; init; }

    /// <summary>The whole user-data, instead of what is made of the others.</summary>
    public string? UserData { get; init; }

    /// <summary>The whole vendor-data. Absent: none.</summary>
    public string? VendorData { get; init; }

    /// <summary>The network's configuration. Absent: cloud-init's own, which is DHCP on the first card.</summary>
    public string? NetworkConfig { get; init; }

    /// <summary>The whole meta-data, instead of an instance id and the host's name.</summary>
    public string? MetaData { get; init; }
}
