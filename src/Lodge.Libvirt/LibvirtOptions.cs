using Lodge.Libvirt.Connections;

namespace Lodge.Libvirt;

/// <summary>How the libvirt door behaves.</summary>
public sealed record LibvirtOptions
{
    /// <summary>Whether the daemon runs as root, and answers as <c>qemu:///system</c>; else as <c>qemu:///session</c>.</summary>
    public bool IsSystem { get; init; } = Environment.IsPrivilegedProcess;

    /// <summary>Absolute path of the folder with the sockets of running VMs, which mean nothing in a definition; null for none.</summary>
    public string? RunFolder { get; init; }

    /// <summary>Most connections at once; more are closed as they come.</summary>
    public int MaxConnections { get; init; } = 5000;

    /// <summary>Bytes of events that may wait for a client; one that has not read them by then is dropped.</summary>
    public int EventBytesWaiting { get; init; } = 16 * 1024 * 1024;

    /// <summary>How long a client may take to authenticate.</summary>
    public TimeSpan TimeToAuthenticate { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Silence after which a client that agreed to it is asked for a sign of life.</summary>
    public TimeSpan KeepAliveInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How often it is asked before it is given up.</summary>
    public int KeepAliveCount { get; init; } = 5;

    /// <summary>How many calls of one connection are dealt with at once.</summary>
    internal CallLimits Calls { get; init; } = new();
}
