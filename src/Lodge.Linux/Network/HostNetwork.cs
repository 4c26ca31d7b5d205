using Lodge.Linux.Errors;
using Lodge.Linux.Network.Netlink;

namespace Lodge.Linux.Network;

/// <summary>
/// The network of the namespace that the calling thread is in when this is made, whoever uses it later. All calls are system
/// calls that do not wait; they may come from several threads.
/// </summary>
public sealed class HostNetwork : IDisposable
{
    private readonly NetlinkSocket _socket = new();

    /// <summary>Opens it.</summary>
    /// <exception cref="LinuxException">There are too many open files.</exception>
    public HostNetwork()
    {
        Links = new Links(_socket);
        Addresses = new Addresses(_socket, Links);
        Routes = new Routes(_socket);
        Neighbours = new Neighbours(_socket);
        Saved = new SavedConfigurations(_socket);
        Vlans = new BridgeVlans(_socket, Links);
        Traffic = new TrafficShaper(_socket, Links);
        SharedTraffic = new SharedLimit(_socket, Links);
    }

    /// <summary>Interfaces.</summary>
    public Links Links { get; }

    /// <summary>Addresses of interfaces.</summary>
    public Addresses Addresses { get; }

    /// <summary>The main table of routes.</summary>
    public Routes Routes { get; }

    /// <summary>Addresses and routes as they are, to be put back.</summary>
    public SavedConfigurations Saved { get; }

    /// <summary>Whom the host has talked to.</summary>
    public Neighbours Neighbours { get; }

    /// <summary>VLANs of the ports of bridges.</summary>
    public BridgeVlans Vlans { get; }

    /// <summary>Limits of bandwidth.</summary>
    public TrafficShaper Traffic { get; }

    /// <summary>Limits with parts.</summary>
    public SharedLimit SharedTraffic { get; }

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();
}
