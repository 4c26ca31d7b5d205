using Lodge.Model.Vms.Devices;

namespace Lodge.Model.Vms;

/// <summary>Where a display of a running VM can be reached. Without any of these, viewers come through passed descriptors only.</summary>
public sealed record RunningDisplay
{
    /// <summary>The protocol.</summary>
    public required GraphicsType Type { get; init; }

    /// <summary>Absolute path of the Unix socket; null when it listens on TCP ports or nowhere.</summary>
    public string? Socket { get; init; }

    /// <summary>IP address of the TCP ports; null when it listens on none.</summary>
    public string? Address { get; init; }

    /// <summary>TCP port, 1 to 65,535; null for none.</summary>
    public int? Port { get; init; }

    /// <summary>SPICE: encrypted TCP port; null for none.</summary>
    public int? TlsPort { get; init; }

    /// <summary>VNC: TCP port for web sockets; null for none.</summary>
    public int? WebSocketPort { get; init; }
}
