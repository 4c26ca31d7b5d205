using System.Text.Json.Serialization;
using Lodge.Model.Json;

namespace Lodge.Model.Vms.Devices;

/// <summary>What is at the host's end of a serial port, parallel port, virtio console or channel.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(ManagedBackend), "managed")]
[JsonDerivedType(typeof(UnixBackend), "unix")]
[JsonDerivedType(typeof(TcpBackend), "tcp")]
[JsonDerivedType(typeof(FileBackend), "file")]
[JsonDerivedType(typeof(NullBackend), "null")]
[JsonDerivedType(typeof(PtyBackend), "pty")]
[JsonDerivedType(typeof(SpiceBackend), "spice")]
[JsonDerivedType(typeof(DbusBackend), "dbus")]
public abstract record CharacterBackend;

/// <summary>A socket in the VM's run folder that the daemon brokers; the default.</summary>
public sealed record ManagedBackend : CharacterBackend;

/// <summary>A Unix socket at a path of the user's.</summary>
public sealed record UnixBackend : CharacterBackend
{
    /// <summary>Absolute path, at most 107 bytes.</summary>
    public required string Path { get; init; }

    /// <summary>Whether QEMU listens there (made by Lodge) or connects to who listens.</summary>
    public SocketMode Mode { get; init; }
}

/// <summary>A TCP connection. It is neither encrypted nor authenticated: loopback addresses only, unless the VM's owner insists.</summary>
public sealed record TcpBackend : CharacterBackend
{
    /// <summary>IP address or, to connect, host name. Absent: 127.0.0.1.</summary>
    public string? Host { get; init; }

    /// <summary>1 to 65,535.</summary>
    public required int Port { get; init; }

    /// <summary>Whether QEMU listens or connects.</summary>
    public SocketMode Mode { get; init; }

    /// <summary>Whether Telnet is spoken. Absent: no.</summary>
    public bool? Telnet { get; init; }
}

/// <summary>A file that takes what the guest writes.</summary>
public sealed record FileBackend : CharacterBackend
{
    /// <summary>Absolute path; made when missing.</summary>
    public required string Path { get; init; }

    /// <summary>Whether it is added to. Absent: no, it is emptied at each start.</summary>
    public bool? Append { get; init; }
}

/// <summary>Nothing: what the guest writes is lost.</summary>
public sealed record NullBackend : CharacterBackend;

/// <summary>A pseudo terminal of the host.</summary>
public sealed record PtyBackend : CharacterBackend;

/// <summary>The VM's SPICE connection.</summary>
public sealed record SpiceBackend : CharacterBackend
{
    /// <summary>Name of a SPICE port, such as <c>org.spice-space.webdav.0</c>. Absent: the agent channel (vmc), or USB redirection.</summary>
    public string? Port { get; init; }
}

/// <summary>QEMU's D-Bus display.</summary>
public sealed record DbusBackend : CharacterBackend
{
    /// <summary>Name of the channel, such as <c>org.qemu.vdagent</c>.</summary>
    public string? Channel { get; init; }
}

/// <summary>Who listens.</summary>
[JsonConverter(typeof(KebabEnumConverter<SocketMode>))]
public enum SocketMode
{
    /// <summary>QEMU listens.</summary>
    Bind = 0,

    /// <summary>QEMU connects.</summary>
    Connect = 1,
}

/// <summary>A device whose other end is a stream of characters.</summary>
public abstract record CharacterDevice : DeviceDefinition
{
    /// <summary>What is at the host's end. Absent: a socket that the daemon brokers.</summary>
    public CharacterBackend? Backend { get; init; }

    /// <summary>Absolute path of a file to which everything that the guest writes is added. Absent: none (the first serial port always has Lodge's own log).</summary>
    public string? LogFile { get; init; }
}
