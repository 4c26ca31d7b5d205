using System.Net;
using System.Net.Sockets;
using Lodge.Model.Errors;
using Lodge.Model.Vms.Devices;
using Lodge.Qemu.Planning.Graphics;

namespace Lodge.Qemu.Launching.Graphics;

/// <summary>
/// Finds free TCP ports for displays. What it hands out stays reserved until the lease is given back, when QEMU listens
/// there, so that two VMs that start at the same moment never get the same one.
/// </summary>
internal sealed class PortBook
{
    /// <summary>The first port that is chosen; displays are there by custom.</summary>
    public const int First = 5900;

    private readonly Lock _lock = new();
    private readonly HashSet<int> _reserved = [];

    /// <summary>Chooses and reserves the ports of all displays of a VM.</summary>
    /// <exception cref="LodgeException"><see cref="ErrorCode.InsufficientResources"/>: none is free.</exception>
    public PortLease Reserve(IReadOnlyList<GraphicsDefinition> graphics)
    {
        lock (_lock)
        {
            var taken = new HashSet<int>();
            var chosen = graphics.Select(display => PortWishes.Choose(display, address => Free(address, taken))).ToList();
            taken.UnionWith(chosen.SelectMany(ports => ports.All));
            taken.ExceptWith(_reserved);
            _reserved.UnionWith(taken);
            return new PortLease(chosen, () => Release(taken));
        }
    }

    /// <summary>Whether nobody listens at a port.</summary>
    public static bool IsFree(string address, int port)
    {
        try
        {
            using var socket = TcpSocket.Listen(address, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private int Free(string address, HashSet<int> taken)
    {
        for (var port = First; port <= IPEndPoint.MaxPort; port++)
        {
            if (!_reserved.Contains(port) && !taken.Contains(port) && IsFree(address, port))
            {
                taken.Add(port);
                return port;
            }
        }

        throw new LodgeException(
            ErrorCode.InsufficientResources,
            $"No TCP port from {First} on is free at {address} for a display.",
            "See that the address is one of this host's, or let the display listen on a socket.");
    }

    private void Release(IEnumerable<int> ports)
    {
        lock (_lock)
        {
            _reserved.ExceptWith(ports);
        }
    }
}

/// <summary>Ports that are reserved; disposing gives them back.</summary>
/// <param name="ports">The ports of each display.</param>
/// <param name="release">Gives them back.</param>
internal sealed class PortLease(IReadOnlyList<ChosenPorts> ports, Action release) : IDisposable
{
    /// <summary>The ports of each display, in the order of the definition.</summary>
    public IReadOnlyList<ChosenPorts> Ports => ports;

    public void Dispose() => release();
}
