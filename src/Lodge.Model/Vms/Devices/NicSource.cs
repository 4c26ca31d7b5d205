using System.Text.Json.Serialization;
using Lodge.Model.Json;
using Lodge.Model.Networks;

namespace Lodge.Model.Vms.Devices;

/// <summary>What a network card is plugged into.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(UserNicSource), "user")]
[JsonDerivedType(typeof(NetworkNicSource), "network")]
[JsonDerivedType(typeof(BridgeNicSource), "bridge")]
[JsonDerivedType(typeof(MacvtapNicSource), "macvtap")]
public abstract record NicSource;

/// <summary>
/// A private network of the VM's own: the guest reaches out, nobody reaches in. Needs no rights on the host.
/// </summary>
public sealed record UserNicSource : NicSource
{
    /// <summary>Who makes it. Absent: QEMU itself.</summary>
    public UserNetworkBackend? Backend { get; init; }

    /// <summary>Ports of the host that lead to the guest.</summary>
    public IReadOnlyList<UserPortForward>? Forwards { get; init; }
}

/// <summary>A network of Lodge's.</summary>
/// <param name="Network">Its name. Changes live, also to and from a bridge.</param>
public sealed record NetworkNicSource(string Network) : NicSource
{
    /// <summary>Which of its port groups. Absent: its default, if it has one. Changes live.</summary>
    public string? PortGroup { get; init; }
}

/// <summary>A bridge of the host that Lodge did not make.</summary>
/// <param name="Bridge">Its interface. Changes live, also to and from a network.</param>
public sealed record BridgeNicSource(string Bridge) : NicSource;

/// <summary>An interface of the host that guests share; the host itself cannot be reached over it.</summary>
/// <param name="Interface">The interface.</param>
public sealed record MacvtapNicSource(string Interface) : NicSource
{
    /// <summary>How. Absent: VEPA, as libvirt's default is.</summary>
    public MacvtapSharing? Sharing { get; init; }
}

/// <summary>A port of the host that leads to a guest behind a network of its own.</summary>
public sealed record UserPortForward
{
    /// <summary>Port of the host, 1 to 65,535.</summary>
    public required int Port { get; init; }

    /// <summary>Port of the guest, 1 to 65,535. Absent: the host's.</summary>
    public int? TargetPort { get; init; }

    /// <summary>The protocol.</summary>
    public TransportProtocol Protocol { get; init; }

    /// <summary>Address of the host. Absent: loopback (127.0.0.1).</summary>
    public string? Address { get; init; }
}

/// <summary>Who makes a VM's private network. Append only.</summary>
[JsonConverter(typeof(KebabEnumConverter<UserNetworkBackend>))]
public enum UserNetworkBackend
{
    /// <summary>QEMU itself (slirp).</summary>
    Qemu = 0,

    /// <summary>passt, a process beside QEMU; faster, and with IPv6 as the host has it.</summary>
    Passt = 1,
}
