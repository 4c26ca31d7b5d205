using System.Text.Json.Serialization;
using Lodge.Model.Json;

namespace Lodge.Model.Vms.Devices;

/// <summary>A display that can be watched from afar.</summary>
public sealed record GraphicsDefinition
{
    /// <summary>The protocol. At most one of each.</summary>
    public GraphicsType Type { get; init; } = GraphicsType.Vnc;

    /// <summary>Where it listens. Absent: a Unix socket in the VM's run folder.</summary>
    public GraphicsListen? Listen { get; init; }

    /// <summary>
    /// Password; VNC: at most 8 characters, SPICE: at most 60 characters. Absent: none. Never shown again, but by those who may
    /// see secrets. Changes live.
    /// </summary>
    public string? Password { get; init; }

    /// <summary>When the password ends to be valid, UTC. Absent: never. Changes live.</summary>
    public DateTimeOffset? PasswordExpires { get; init; }

    /// <summary>What happens to other viewers when the password is set on a connected display. Absent: keep. Changes live.</summary>
    public ConnectedPolicy? Connected { get; init; }

    /// <summary>Keyboard layout, such as <c>de</c>. Absent: en-us.</summary>
    public string? KeyMap { get; init; }

    /// <summary>VNC: who else may be connected. Absent: as each viewer asks.</summary>
    public VncSharing? Sharing { get; init; }

    /// <summary>Whether connections are encrypted with the host's certificates. Absent: no.</summary>
    public bool? Tls { get; init; }

    /// <summary>SPICE: whether 3D acceleration is used, and on which render node (<c>/dev/dri/renderD128</c>). Absent: no 3D.</summary>
    public string? RenderNode { get; init; }

    /// <summary>SPICE: whether the clipboard is shared. Absent: yes.</summary>
    public bool? Clipboard { get; init; }

    /// <summary>SPICE: whether files can be dropped into the guest. Absent: yes.</summary>
    public bool? FileTransfer { get; init; }

    /// <summary>SPICE: compression of images. Absent: auto_glz.</summary>
    public SpiceImageCompression? ImageCompression { get; init; }

    /// <summary>SPICE: detection of video. Absent: off.</summary>
    public SpiceStreaming? Streaming { get; init; }

    /// <summary>SPICE: who draws the mouse. Absent: as guest and viewer agree.</summary>
    public SpiceMouse? Mouse { get; init; }
}

/// <summary>Where a display listens.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(SocketListen), "socket")]
[JsonDerivedType(typeof(AddressListen), "address")]
[JsonDerivedType(typeof(NoListen), "none")]
public abstract record GraphicsListen;

/// <summary>A Unix socket.</summary>
public sealed record SocketListen : GraphicsListen
{
    /// <summary>Absolute path. Absent: in the VM's run folder.</summary>
    public string? Path { get; init; }
}

/// <summary>A TCP port.</summary>
public sealed record AddressListen : GraphicsListen
{
    /// <summary>IP address. Absent: 127.0.0.1.</summary>
    public string? Address { get; init; }

    /// <summary>1 to 65,535; VNC: 5900 or more. Absent: a free one of 5900 to 65,535, chosen at each start.</summary>
    public int? Port { get; init; }

    /// <summary>SPICE: encrypted port, 1 to 65,535. Absent: none, or with <c>tls</c> a free one.</summary>
    public int? TlsPort { get; init; }

    /// <summary>VNC: port for web sockets, 1 to 65,535. Absent: none.</summary>
    public int? WebSocketPort { get; init; }
}

/// <summary>Nowhere: viewers come through passed descriptors only.</summary>
public sealed record NoListen : GraphicsListen;

/// <summary>Remote display protocols.</summary>
[JsonConverter(typeof(KebabEnumConverter<GraphicsType>))]
public enum GraphicsType
{
    /// <summary>VNC.</summary>
    Vnc = 0,

    /// <summary>SPICE.</summary>
    Spice = 1,

    /// <summary>D-Bus, for viewers on the host.</summary>
    Dbus = 2,
}

/// <summary>What a new password does to viewers that are connected.</summary>
[JsonConverter(typeof(KebabEnumConverter<ConnectedPolicy>))]
public enum ConnectedPolicy
{
    /// <summary>They stay.</summary>
    Keep = 0,

    /// <summary>They are disconnected.</summary>
    Disconnect = 1,

    /// <summary>The change fails while there are any.</summary>
    Fail = 2,
}

/// <summary>Who else may watch over VNC.</summary>
[JsonConverter(typeof(KebabEnumConverter<VncSharing>))]
public enum VncSharing
{
    /// <summary>As each viewer asks.</summary>
    AllowExclusive = 0,

    /// <summary>Always shared.</summary>
    ForceShared = 1,

    /// <summary>Whatever viewers ask is ignored.</summary>
    Ignore = 2,
}

/// <summary>Compression of SPICE images.</summary>
[JsonConverter(typeof(SnakeEnumConverter<SpiceImageCompression>))]
public enum SpiceImageCompression
{
    /// <summary>The better of GLZ and QUIC for each image.</summary>
    AutoGlz = 0,

    /// <summary>The better of LZ and QUIC for each image.</summary>
    AutoLz = 1,

    /// <summary>QUIC.</summary>
    Quic = 2,

    /// <summary>GLZ.</summary>
    Glz = 3,

    /// <summary>LZ.</summary>
    Lz = 4,

    /// <summary>None.</summary>
    Off = 5,
}

/// <summary>Detection of video by SPICE.</summary>
[JsonConverter(typeof(KebabEnumConverter<SpiceStreaming>))]
public enum SpiceStreaming
{
    /// <summary>Off.</summary>
    Off = 0,

    /// <summary>Large areas only.</summary>
    Filter = 1,

    /// <summary>All.</summary>
    All = 2,
}

/// <summary>Who draws the mouse under SPICE.</summary>
[JsonConverter(typeof(KebabEnumConverter<SpiceMouse>))]
public enum SpiceMouse
{
    /// <summary>The viewer.</summary>
    Client = 0,

    /// <summary>The guest.</summary>
    Server = 1,
}
