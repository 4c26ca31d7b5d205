using System.Net;
using Lodge.Model.Primitives;
using Lodge.Model.Vms;
using Lodge.Qemu;

namespace Lodge.Daemon.Configuration;

/// <summary>The daemon's configuration.</summary>
internal sealed record DaemonOptions
{
    /// <summary>Folder below which everything is kept; null for the system's or the user's folders.</summary>
    public string? Root { get; init; }

    /// <summary>How guests run that leave it open.</summary>
    public Accelerator Accel { get; init; } = Accelerator.Auto;

    /// <summary>Whether a VM that demands KVM runs under TCG where KVM is unusable.</summary>
    public bool AllowTcgFallback { get; init; }

    /// <summary>QEMU's program.</summary>
    public string QemuBinary { get; init; } = "qemu-system-x86_64";

    /// <summary>The shim's program; null for the one beside the daemon.</summary>
    public string? LaunchBinary { get; init; }

    /// <summary>Folder with the certificates for encrypted displays.</summary>
    public string TlsFolder { get; init; } = QemuOptions.StandardTlsFolder;

    /// <summary>First user id for VMs; null for the default range.</summary>
    public int? VmUidFirst { get; init; }

    /// <summary>How many user ids VMs may have.</summary>
    public int VmUidCount { get; init; } = 65_536;

    /// <summary>Group whose members may use the API; null for <c>lodge</c> where it exists.</summary>
    public string? SocketGroup { get; init; }

    /// <summary>A folder where libvirt's clients look by themselves, and where they are served too; null for none.</summary>
    public string? LibvirtFolder { get; init; }

    /// <summary>A loopback address on which libvirt's clients are served over plain TCP; null for none.</summary>
    public IPEndPoint? LibvirtListen { get; init; }

    /// <summary>Whether this daemon makes networks on the host.</summary>
    public bool Networks { get; init; } = true;

    /// <summary>Whether the network <c>default</c> is made where there never was a network; null: unless a root is given.</summary>
    public bool? DefaultNetwork { get; init; }

    /// <summary>What is logged.</summary>
    public LogLevel LogLevel { get; init; } = LogLevel.Information;

    /// <summary>Size at which a console log is rotated.</summary>
    public ByteSize ConsoleLogSize { get; init; } = ByteSize.FromMiB(10);

    /// <summary>How many rotated console logs are kept.</summary>
    public int ConsoleLogKeep { get; init; } = 3;
}
